import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** Where a connection was when it failed. */
export type Phase = 'before headers' | 'in the body'

/** Codes of OpenSSL and Node for a certificate that does not stand up to the check, or a handshake that fails. */
const TLS_CODES =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/

/** Codes of the HTTP parser for what is not HTTP or has headers without end. */
const PROTOCOL_CODES = /^(HPE_|HTTP_PARSER_ERROR|UND_ERR_HEADERS_OVERFLOW)/

/** Brings what the network threw to one error. `connectTimeoutMs` is for its message. */
export function transportError(thrown: unknown, phase: Phase, connectTimeoutMs: number): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  const code = codeOf(thrown)
  const cause = causeOf(thrown)
  if (phase === 'in the body') return cut(cause, code)
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return connectTimeout(cause, connectTimeoutMs)
  if (TLS_CODES.test(code)) return insecure(cause, code)
  if (PROTOCOL_CODES.test(code)) return notHttp(cause, code)
  const message = 'The provider could not be reached, or dropped the connection before it answered.'
  return new GatewayError(ErrorReason.PROVIDER_UNREACHABLE, message, { metadata: { cause: code }, cause })
}

/** What the log may have: only the message, since errors of the HTTP parser hold the bytes that they stumbled over. */
function causeOf(thrown: unknown): Error | undefined {
  return thrown instanceof Error ? new Error(thrown.message) : undefined
}

function cut(cause: unknown, code: string): GatewayError {
  const message = "The provider's connection was cut before its answer was complete."
  return new GatewayError(ErrorReason.STREAM_TRUNCATED, message, { metadata: { cause: code }, cause })
}

function connectTimeout(cause: unknown, timeoutMs: number): GatewayError {
  const message = `Connecting to the provider took longer than ${timeoutMs} ms.`
  return new GatewayError(ErrorReason.CONNECT_TIMEOUT, message, { metadata: { timeout_ms: String(timeoutMs) }, cause })
}

/** A retry would meet the same certificate. What is wrong with it stays in the log. */
function insecure(cause: unknown, code: string): GatewayError {
  const message = 'No secure connection to the provider could be made, so nothing was sent to it.'
  return new GatewayError(ErrorReason.UPSTREAM_PRECONDITION, message, { metadata: { cause: code }, cause })
}

function notHttp(cause: unknown, code: string): GatewayError {
  const message = 'The provider answered with something that is not HTTP.'
  return new GatewayError(ErrorReason.UPSTREAM_MALFORMED, message, { metadata: { cause: code }, cause })
}

/** The system's or the library's code. Several addresses that all failed come as one error with the errors inside. */
function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return 'UNKNOWN'
  const { code, errors } = thrown as { code?: unknown; errors?: unknown }
  if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)) return code
  if (thrown instanceof Error && thrown.name === 'HTTPParserError') return 'HTTP_PARSER_ERROR'
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : 'UNKNOWN'
}
