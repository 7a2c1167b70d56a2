import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptRecord, AttemptState, Call } from '../core/call.ts'
import { type GatewayError, isCancellation, reasonName } from '../core/errors.ts'
import type { LedgerOutcome, LedgerRow } from './ledger.ts'

/** A finished call as the ledger keeps it: one row for each attempt, none when it made none. `error` is what it failed with. */
export function ledgerRows(call: Call, callLatencyMs: number, error: GatewayError | undefined): LedgerRow[] {
  const { attempts } = call.journal
  const shared = { ...sharedBy(call, callLatencyMs), callOutcome: outcomeOf(error) }
  return attempts.map((attempt, attemptIndex) => ({
    ...shared,
    ...told(attempt),
    attemptIndex,
    last: attemptIndex === attempts.length - 1,
  }))
}

function sharedBy(call: Call, callLatencyMs: number) {
  const { options } = call.request
  const { id, tenant, user, project, key } = call.principal
  return {
    callId: call.id,
    principal: id,
    tenant,
    user,
    project,
    key,
    operation: call.operation,
    streaming: call.streaming,
    requestedModel: options?.model ?? '',
    callLatencyMs,
    traceId: call.context.traceId,
    sourceAgent: call.context.sourceAgent,
    sessionId: call.context.sessionId,
    labels: JSON.stringify(options?.labels ?? {}),
    taskType: options?.taskType ?? '',
    route: call.journal.selection?.route ?? '',
  }
}

function told(attempt: AttemptRecord) {
  const { usage, cost } = attempt
  return {
    attemptId: attempt.id,
    provider: attempt.target.provider,
    model: attempt.target.model,
    startTime: attempt.startTime,
    latencyMs: attempt.latencyMs,
    firstContentMs: attempt.firstContentMs,
    hedged: attempt.hedged ?? false,
    ...ended(attempt.state),
    inputTokens: usage?.inputTokens ?? 0n,
    outputTokens: usage?.outputTokens ?? 0n,
    cacheReadInputTokens: usage?.cacheReadInputTokens ?? 0n,
    cacheWriteInputTokens: usage?.cacheWriteInputTokens ?? 0n,
    reasoningOutputTokens: usage?.reasoningOutputTokens ?? 0n,
    usageEstimated: usage?.estimated ?? false,
    costNanos: cost?.total?.amountNanos ?? 0n,
    costEstimated: cost?.estimated ?? false,
  }
}

type Ended = Pick<LedgerRow, 'outcome' | 'errorReason' | 'finishReason'>

function ended(state: AttemptState): Ended {
  switch (state.kind) {
    case 'succeeded':
      return { outcome: 'succeeded', errorReason: '', finishReason: FinishReason[state.finishReason] }
    case 'failed':
      return { outcome: outcomeOf(state.error), errorReason: state.error.reasonName, finishReason: '' }
    case 'running':
      // An attempt whose end nobody noted is a fault of ours; its row must not be missing for it.
      return { outcome: 'failed', errorReason: reasonName(ErrorReason.INTERNAL), finishReason: '' }
  }
}

function outcomeOf(error: GatewayError | undefined): LedgerOutcome {
  if (!error) return 'succeeded'
  return isCancellation(error) ? 'cancelled' : 'failed'
}
