import type { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { constants } from 'node:http2'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import { responseHeaders } from '../../rpc/response-headers.ts'
import type { WebCall } from './call.ts'
import { reset, type WebResponse } from './http.ts'

/** An answer to be written; Connect's are of this form too. */
export interface WebAnswer {
  readonly status: number
  readonly header?: Iterable<readonly [string, string]>
  readonly body?: AsyncIterable<Uint8Array>
  readonly trailer?: Iterable<readonly [string, string]>
}

export interface WriteOptions {
  readonly clock: Clock
  /** How long the client may leave what was written unread. */
  readonly stallMs: number
}

/**
 * Writes an answer as its pieces come, no faster than the client reads. Resolves when the client has it all, or when it
 * never will: it went away or stopped reading. The answer's iterator is ended in any case.
 */
export async function writeAnswer(
  answer: WebAnswer,
  response: WebResponse,
  call: WebCall,
  options: WriteOptions,
): Promise<void> {
  const chunks = answer.body?.[Symbol.asyncIterator]()
  try {
    if (!isOpen(response)) return
    writeHead(answer, response)
    for (let chunk = await chunks?.next(); chunk && !chunk.done; chunk = await chunks?.next()) {
      if (!isOpen(response)) return
      if (!response.headersSent) tellRequest(response, call)
      // An aborted call has only its status left to say: a few bytes that need not wait for a slow reader.
      if (!write(response, chunk.value) && !call.signal.aborted) await heard('drain', response, call, options)
    }
    await finish(answer, response, call, options)
  } finally {
    // The iterator may be stuck in a handler that ignores its signal: never wait for it.
    chunks?.return?.().catch(() => {})
  }
}

/** Whether there is room for more. */
function write(response: WebResponse, chunk: Uint8Array): boolean {
  // The two classes' overloads do not unite; the call is the same.
  return (response as ServerResponse).write(chunk)
}

function writeHead(answer: WebAnswer, response: WebResponse): void {
  for (const [name, value] of answer.header ?? []) response.setHeader(name, value)
  response.setHeader('x-content-type-options', 'nosniff')
  response.statusCode = answer.status
}

/** With the first bytes, when it is known who answers. */
function tellRequest(response: WebResponse, call: WebCall): void {
  for (const [name, value] of Object.entries(responseHeaders(call))) response.setHeader(name, value)
}

async function finish(answer: WebAnswer, response: WebResponse, call: WebCall, options: WriteOptions): Promise<void> {
  if (!isOpen(response)) return
  if (!response.headersSent) tellRequest(response, call)
  if (answer.trailer) {
    // Node's HTTP/2 forgets the trailers of an answer whose headers go out with its end.
    ;(response as ServerResponse).flushHeaders()
    response.addTrailers(Object.fromEntries(answer.trailer))
  }
  const flushed = heard('finish', response, call, options)
  response.end()
  await flushed
}

/**
 * Waits until the client has made room (`drain`) or taken everything (`finish`), or has gone. One that does neither in
 * time is cut off.
 */
function heard(event: 'drain' | 'finish', response: WebResponse, call: WebCall, options: WriteOptions): Promise<void> {
  return new Promise((resolve) => {
    const cancelStall = options.clock.after(options.stallMs, () => {
      call.abort(stalled())
      reset(response, constants.NGHTTP2_CANCEL)
      done()
    })
    const { signal } = call
    // HTTP/2's response reports `finish` only with the close of the whole stream, the client's side included.
    const emitter: EventEmitter = event === 'finish' && 'stream' in response ? response.stream : response
    const done = () => {
      cancelStall()
      emitter.off(event, done)
      response.off('close', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    emitter.on(event, done)
    response.on('close', done)
    if (event === 'drain') signal.addEventListener('abort', done)
  })
}

function stalled(): GatewayError {
  return new GatewayError(ErrorReason.CLIENT_STALLED, 'The caller stopped reading its answer.')
}

function isOpen(response: WebResponse): boolean {
  if (response.writableEnded) return false
  return 'stream' in response ? !response.stream.destroyed && !response.stream.closed : !response.destroyed
}
