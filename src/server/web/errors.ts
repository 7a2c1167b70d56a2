import type { DescMessage } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, toGatewayError } from '../../core/errors.ts'
import { RETRY_AFTER } from '../../rpc/response-headers.ts'
import { toStatus } from '../../rpc/status.ts'
import { unreadableRequest } from './unreadable.ts'

/** The error as Connect sends it in any of its protocols. */
export function toConnectError(thrown: unknown): ConnectError {
  const { code, message, details } = toStatus(thrown)
  const outgoing = details.map(({ desc, message: value }) => ({ desc, value }))
  const { reason, retryAfterMs = 0 } = toGatewayError(thrown)
  const headers =
    reason === ErrorReason.RATE_LIMITED ? { [RETRY_AFTER]: String(Math.ceil(retryAfterMs / 1000)) } : undefined
  return new ConnectError(message, code as number as Code, headers, outgoing, thrown)
}

/** Tells the fault's cause to whoever keeps the log when the fault is the server's own. */
export function reportFault(thrown: unknown, onError: (error: unknown) => void): void {
  const error = toGatewayError(thrown)
  if (error.reason === ErrorReason.INTERNAL) onError(error.cause ?? error)
}

/** The call for which Connect made an error. */
export interface FailedCall {
  /** Whether its handler has been entered. */
  readonly entered: boolean
  readonly request: DescMessage
  readonly limitBytes: number
}

/**
 * Gives an error that Connect made by itself its details. What it finds before a handler is entered is the request's
 * fault, though it calls an unparsable message INTERNAL. It must be changed in place: Connect already holds it. Returns
 * the error that it tells of.
 */
export function completeConnectError(error: ConnectError, call: FailedCall): GatewayError {
  if (error.details.length > 0) return toGatewayError(error.cause)
  const fault = faultOf(error, call)
  const { code, rawMessage, message, details } = toConnectError(fault)
  // The protocols demand UNIMPLEMENTED for an unknown compression, with the known ones beside it.
  const isCompression = error.code === Code.Unimplemented
  if (isCompression) Object.assign(error, { details })
  else Object.assign(error, { code, rawMessage, message, details })
  return fault
}

function faultOf(error: ConnectError, call: FailedCall): GatewayError {
  if (call.entered) return toGatewayError(error)
  switch (error.code) {
    case Code.Unimplemented:
      return new GatewayError(ErrorReason.METHOD_NOT_AVAILABLE, error.rawMessage)
    case Code.ResourceExhausted:
      return requestTooLarge(call.limitBytes)
    default:
      return unreadableRequest(error.rawMessage, call.request)
  }
}

export function requestTooLarge(limitBytes: number): GatewayError {
  const message = `The request is larger than the ${limitBytes} bytes that this server takes.`
  return new GatewayError(ErrorReason.REQUEST_TOO_LARGE, message, { metadata: { limit_bytes: String(limitBytes) } })
}
