import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

const MS_PER_UNIT: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 }

/**
 * How long the caller gives the call, milliseconds, never more than `maxMs`. Without a header it is `maxMs`. Less than
 * one is 0, for it is over before anything can be done.
 * Sources: https://connectrpc.com/docs/protocol#timeouts,
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
export function timeoutOf(header: (name: string) => string | undefined, maxMs: number): number {
  const isGrpc = header('content-type')?.startsWith('application/grpc') ?? false
  const name = isGrpc ? 'grpc-timeout' : 'connect-timeout-ms'
  const value = header(name)
  if (value === undefined) return maxMs
  const timeout = isGrpc ? parseGrpc(value) : parseConnect(value)
  if (timeout === undefined) throw malformed(name)
  return Math.min(timeout, maxMs)
}

function parseConnect(value: string): number | undefined {
  return /^\d{1,10}$/.test(value) ? Number(value) : undefined
}

function parseGrpc(value: string): number | undefined {
  const unit = MS_PER_UNIT[value.slice(-1)]
  return unit !== undefined && /^\d{1,8}[HMSmun]$/.test(value)
    ? Math.floor(Number(value.slice(0, -1)) * unit)
    : undefined
}

function malformed(name: string): GatewayError {
  const form = name === 'grpc-timeout' ? 'up to eight digits and a unit, as in 30S' : 'up to ten digits'
  return new GatewayError(ErrorReason.INVALID_REQUEST, `The header ${name} is malformed: it takes ${form}.`)
}
