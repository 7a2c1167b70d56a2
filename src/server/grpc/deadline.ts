import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** The `grpc-timeout` header. Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const TIMEOUT = /^(\d{1,8})([HMSmun])$/

const millisecondsPerUnit: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
}

/**
 * How long a call may take, in whole milliseconds: what the caller allows, never more than the server does. Less than
 * a millisecond is 0, for it is over before anything can be done. Throws INVALID_REQUEST for a malformed header.
 */
export function callTimeout(header: string | undefined, longest: number): number {
  if (header === undefined) return longest
  const match = TIMEOUT.exec(header)
  const scale = millisecondsPerUnit[match?.[2] ?? '']
  if (!match || scale === undefined) {
    throw new GatewayError(ErrorReason.INVALID_REQUEST, 'The `grpc-timeout` header must be 1 to 8 digits and a unit.')
  }
  return Math.min(Math.floor(Number(match[1]) * scale), longest)
}

export function deadlineExceeded(): GatewayError {
  return new GatewayError(ErrorReason.DEADLINE_EXCEEDED, 'The deadline of the call passed.')
}
