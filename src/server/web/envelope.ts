import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import { requestTooLarge } from './errors.ts'
import type { WebHeaders } from './http.ts'

const COMPRESSED = 1

/** What an envelope adds to a message. */
export const ENVELOPE_BYTES = 5

/** An uncompressed message in its envelope. */
export function enveloped(message: Uint8Array): Uint8Array {
  const body = new Uint8Array(ENVELOPE_BYTES + message.length)
  new DataView(body.buffer).setUint32(1, message.length)
  body.set(message, ENVELOPE_BYTES)
  return body
}

export function isFlaggedCompressed(body: Uint8Array): boolean {
  return body[0] === COMPRESSED
}

/** Whether the body is in the envelopes that gRPC, gRPC-Web and Connect's streams put around messages. */
export function isEnveloped(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/(grpc|connect)/i.test(contentType)
}

/**
 * Makes sure that the body is exactly one enveloped message, before Connect believes the length it claims and sets
 * that much memory aside.
 */
export function checkEnvelope(body: Uint8Array, headers: WebHeaders, limitBytes: number): void {
  if (body.length === 0) throw invalid('The request carries no message.')
  if (body.length < ENVELOPE_BYTES) throw invalid('The request message is cut off.')
  const claimed = new DataView(body.buffer, body.byteOffset).getUint32(1)
  if (claimed > limitBytes) throw requestTooLarge(limitBytes)
  if (body.length < ENVELOPE_BYTES + claimed) throw invalid('The request message is cut off.')
  if (body.length > ENVELOPE_BYTES + claimed) throw invalid('The request carries more than one message.')
  checkFlags(body[0] ?? 0, headers)
}

function checkFlags(flags: number, headers: WebHeaders): void {
  if ((flags & ~COMPRESSED) !== 0) throw invalid('The flags of the request message are unknown.')
  const encoding = headers.get('grpc-encoding') ?? headers.get('connect-content-encoding') ?? 'identity'
  if (flags === COMPRESSED && encoding === 'identity') {
    throw invalid('The request message is flagged as compressed, but no header says how.')
  }
}

function invalid(message: string): GatewayError {
  return new GatewayError(ErrorReason.INVALID_REQUEST, message)
}
