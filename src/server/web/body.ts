import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import { ENVELOPE_BYTES } from './envelope.ts'
import { requestTooLarge } from './errors.ts'
import type { WebRequest } from './http.ts'
import type { WebLimits } from './options.ts'

export type BodyLimits = Pick<WebLimits, 'maxRequestBytes' | 'bodyGraceMs' | 'minBodyBytesPerSecond'>

/** How much is set aside before anything has come. */
const FIRST_BYTES = 16 * 1024

const RATE_CHECK_MS = 1000

/**
 * Reads a whole body into one piece: Connect's decoder takes time in the square of the number of pieces. Rejects with a
 * GatewayError when it is too large, comes too slowly, or the signal aborts. Holds what has come, not what was claimed.
 */
export function readBody(
  request: WebRequest,
  limits: BodyLimits,
  signal: AbortSignal,
  clock: Clock,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const body = new GrowingBytes()
    const start = clock.monotonic()
    let cancelCheck = clock.after(limits.bodyGraceMs, checkRate)

    function checkRate(): void {
      const seconds = (clock.monotonic() - start) / 1000
      if (body.length < seconds * limits.minBodyBytesPerSecond) fail(tooSlow())
      else cancelCheck = clock.after(RATE_CHECK_MS, checkRate)
    }
    function onData(chunk: Uint8Array): void {
      if (body.length + chunk.length > limits.maxRequestBytes + ENVELOPE_BYTES)
        fail(requestTooLarge(limits.maxRequestBytes))
      else body.append(chunk)
    }
    function onEnd(): void {
      release()
      resolve(body.bytes())
    }
    function onAbort(): void {
      fail(signal.reason)
    }
    function fail(error: GatewayError): void {
      release()
      request.pause()
      reject(error)
    }
    function release(): void {
      cancelCheck()
      request.off('data', onData).off('end', onEnd)
      signal.removeEventListener('abort', onAbort)
    }

    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    request.on('end', onEnd).on('data', onData)
  })
}

function tooSlow(): GatewayError {
  return new GatewayError(ErrorReason.CLIENT_STALLED, 'The request body comes too slowly.')
}

/** Bytes in one piece of memory that doubles when it is full, so that appending stays cheap whatever the pieces. */
class GrowingBytes {
  length = 0
  #memory = new Uint8Array(FIRST_BYTES)

  append(chunk: Uint8Array): void {
    const needed = this.length + chunk.length
    if (needed > this.#memory.length) {
      const larger = new Uint8Array(Math.max(needed, this.#memory.length * 2))
      larger.set(this.#memory.subarray(0, this.length))
      this.#memory = larger
    }
    this.#memory.set(chunk, this.length)
    this.length = needed
  }

  bytes(): Uint8Array {
    return this.#memory.subarray(0, this.length)
  }
}
