import type { Selectable } from 'kysely'
import type { LedgerOutcome, LedgerRow } from '../usage/ledger.ts'
import type { AttemptTable } from './schema.ts'

/** A row of `attempts` as it was recorded, times to the microsecond. */
export function toLedgerRow(row: Selectable<AttemptTable>): LedgerRow {
  return {
    attemptId: row.attempt_id,
    callId: row.call_id,
    attemptIndex: Number(row.attempt_index),
    last: row.last === 1n,
    principal: row.principal,
    operation: row.operation,
    streaming: row.streaming === 1n,
    provider: row.provider,
    model: row.model,
    requestedModel: row.requested_model,
    startTime: Number(row.start_time),
    latencyMs: toMilliseconds(row.latency_us),
    firstContentMs: row.first_content_us === null ? undefined : toMilliseconds(row.first_content_us),
    callLatencyMs: toMilliseconds(row.call_latency_us),
    callOutcome: row.call_outcome as LedgerOutcome,
    outcome: row.outcome as LedgerOutcome,
    errorReason: row.error_reason,
    finishReason: row.finish_reason,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cacheReadInputTokens: row.cache_read_input_tokens,
    cacheWriteInputTokens: row.cache_write_input_tokens,
    reasoningOutputTokens: row.reasoning_output_tokens,
    usageEstimated: row.usage_estimated === 1n,
    costNanos: row.cost_nanos,
    costEstimated: row.cost_estimated === 1n,
    traceId: row.trace_id,
    sourceAgent: row.source_agent,
    sessionId: row.session_id,
    labels: row.labels,
    tenant: row.tenant,
    user: row.user_name,
    project: row.project,
    key: row.key_id,
    taskType: row.task_type,
    route: row.route,
    hedged: row.hedged === 1n,
  }
}

function toMilliseconds(microseconds: bigint): number {
  return Number(microseconds) / 1000
}
