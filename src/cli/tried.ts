import { toJson } from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Attempt, type AttemptsInfo, AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import { cost, seconds, tokens } from './format.ts'

/** A line for each attempt of a call that failed; none for a single one, which says no more than the error does. */
export function triedLines({ attempts, omittedAttempts, responseId }: AttemptsInfo): string[] {
  if (attempts.length + omittedAttempts < 2) return []
  const omitted = omittedAttempts > 0 ? [`  ${omittedAttempts} earlier ones`] : []
  return [`Tried, for call ${responseId}:`, ...omitted, ...attempts.map(triedLine)]
}

/** The same for programs, in the contract's own form. */
export function triedJson(tried: AttemptsInfo) {
  return toJson(AttemptsInfoSchema, tried)
}

function triedLine({ provider, model, errorReason, succeeded, latency, usage, cost: paid, hedged }: Attempt): string {
  const facts = [
    succeeded ? 'answered' : (ErrorReason[errorReason] ?? `reason ${errorReason}`),
    seconds(latency),
    usage && `${tokens(usage)} tokens`,
    usage && cost(paid),
    hedged && 'beside a slow one',
  ]
  return `  ${model} (${provider}): ${facts.filter(Boolean).join(' · ')}`
}
