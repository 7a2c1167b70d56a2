import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GatewayError } from '../../../core/errors.ts'
import { StatusCode } from '../../../core/status.ts'

/**
 * The HTTP status of each code of gRPC, as Google's APIs and Connect choose it.
 * Source: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
const statuses: Readonly<Record<StatusCode, number>> = {
  [StatusCode.OK]: 200,
  [StatusCode.CANCELLED]: 499,
  [StatusCode.UNKNOWN]: 500,
  [StatusCode.INVALID_ARGUMENT]: 400,
  [StatusCode.DEADLINE_EXCEEDED]: 504,
  [StatusCode.NOT_FOUND]: 404,
  [StatusCode.ALREADY_EXISTS]: 409,
  [StatusCode.PERMISSION_DENIED]: 403,
  [StatusCode.RESOURCE_EXHAUSTED]: 429,
  [StatusCode.FAILED_PRECONDITION]: 400,
  [StatusCode.ABORTED]: 409,
  [StatusCode.OUT_OF_RANGE]: 400,
  [StatusCode.UNIMPLEMENTED]: 501,
  [StatusCode.INTERNAL]: 500,
  [StatusCode.UNAVAILABLE]: 503,
  [StatusCode.DATA_LOSS]: 500,
  [StatusCode.UNAUTHENTICATED]: 401,
}

/** The HTTP status of an error at every door that speaks plain HTTP. */
export function httpStatusOf(error: GatewayError): number {
  // Not "too many": a client that waits and sends it again would only fail again.
  if (error.reason === ErrorReason.REQUEST_TOO_LARGE) return 413
  return statuses[error.policy.code]
}
