import { toBinary } from '@bufbuild/protobuf'
import { type AttemptsInfo, AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import type { Call } from '../core/call.ts'
import { type FailedCall, type GatewayError, toGatewayError } from '../core/errors.ts'
import { attemptOf } from './answer-info.ts'

/** Errors travel in headers, of which clients take 8 KiB by default: so much of them is for the attempts. */
const MAX_ATTEMPTS = 16
const MAX_BYTES = 2048

/** The error of a call, with the call's id and all that was tried for it. */
export function ofCall({ id, journal }: Call, thrown: unknown): GatewayError {
  return toGatewayError(thrown).with({}, { responseId: id, attempts: journal.attempts })
}

/** What was tried, as far as it fits: the latest attempts say most about the error. */
export function attemptsInfo({ responseId, attempts }: FailedCall): AttemptsInfo {
  const info: AttemptsInfo = {
    $typeName: 'switchyard.v1.AttemptsInfo',
    responseId,
    attempts: attempts.slice(-MAX_ATTEMPTS).map(attemptOf),
    omittedAttempts: Math.max(attempts.length - MAX_ATTEMPTS, 0),
  }
  while (toBinary(AttemptsInfoSchema, info).length > MAX_BYTES) {
    info.attempts.shift()
    info.omittedAttempts += 1
  }
  return info
}
