import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AnswerStarted } from '#gen/switchyard/v1/generation_pb.js'
import type { AnswerInfo, Attempt } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptRecord, Call, Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { durationOf } from '../core/duration.ts'
import type { Ending } from '../core/events.ts'
import { totalsOf } from '../core/totals.ts'

/** What the first message of a stream says. */
export function answerStarted(call: Call, target: Target): AnswerStarted {
  return {
    $typeName: 'switchyard.v1.AnswerStarted',
    responseId: call.id,
    model: target.model,
    provider: target.provider,
    createTime: timestampFromMs(call.startTime),
  }
}

/** All there is to know about an answer that has ended well and been accounted. */
export function answerInfo(call: Call, target: Target, ending: Ending, clock: Clock): AnswerInfo {
  const { journal } = call
  const info: AnswerInfo = {
    $typeName: 'switchyard.v1.AnswerInfo',
    responseId: call.id,
    createTime: timestampFromMs(call.startTime),
    model: ending.model ?? target.model,
    provider: target.provider,
    finishReason: ending.finishReason,
    rawFinishReason: ending.rawFinishReason,
    ...totalsOf(journal.attempts),
    latency: durationOf(clock.monotonic() - call.startMonotonic),
    cacheHit: false,
    attempts: journal.attempts.map(attemptOf),
    context: call.context,
    warnings: journal.warnings,
    replayedResponseId: journal.replayOf ?? '',
  }
  if (journal.selection) info.selection = journal.selection
  const served = journal.attempts.at(-1)
  if (call.streaming && served?.firstContentMs !== undefined) {
    info.timeToFirstToken = durationOf(served.startTime - call.startTime + served.firstContentMs)
  }
  return info
}

export function attemptOf({ target, state, latencyMs, usage, cost, hedged = false }: AttemptRecord): Attempt {
  const attempt: Attempt = {
    $typeName: 'switchyard.v1.Attempt',
    provider: target.provider,
    model: target.model,
    succeeded: state.kind === 'succeeded',
    errorReason: state.kind === 'failed' ? state.error.reason : ErrorReason.UNSPECIFIED,
    latency: durationOf(latencyMs),
    hedged,
  }
  if (usage) attempt.usage = usage
  if (cost) attempt.cost = cost
  return attempt
}
