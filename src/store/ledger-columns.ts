import type { LedgerRow } from '../usage/ledger.ts'

export type SqlValue = string | number | null

/** The columns of `attempts`, in the order of `valuesOf`. */
export const columnNames = [
  'attempt_id',
  'call_id',
  'attempt_index',
  'last',
  'principal',
  'operation',
  'streaming',
  'provider',
  'model',
  'requested_model',
  'start_time',
  'latency_us',
  'first_content_us',
  'call_latency_us',
  'call_outcome',
  'outcome',
  'error_reason',
  'finish_reason',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_write_input_tokens',
  'reasoning_output_tokens',
  'usage_estimated',
  'cost_nanos',
  'cost_estimated',
  'trace_id',
  'source_agent',
  'session_id',
  'labels',
  'tenant',
  'user_name',
  'project',
  'key_id',
  'task_type',
  'route',
  'hedged',
] as const

/** A row as a flat list of what JSON can carry. */
export function valuesOf(row: LedgerRow): SqlValue[] {
  return [
    row.attemptId,
    row.callId,
    row.attemptIndex,
    Number(row.last),
    row.principal,
    row.operation,
    Number(row.streaming),
    row.provider,
    row.model,
    row.requestedModel,
    Math.round(row.startTime),
    toMicroseconds(row.latencyMs),
    row.firstContentMs === undefined ? null : toMicroseconds(row.firstContentMs),
    toMicroseconds(row.callLatencyMs),
    row.callOutcome,
    row.outcome,
    row.errorReason,
    row.finishReason,
    toInteger(row.inputTokens),
    toInteger(row.outputTokens),
    toInteger(row.cacheReadInputTokens),
    toInteger(row.cacheWriteInputTokens),
    toInteger(row.reasoningOutputTokens),
    Number(row.usageEstimated),
    toInteger(row.costNanos),
    Number(row.costEstimated),
    row.traceId,
    row.sourceAgent,
    row.sessionId,
    row.labels,
    row.tenant,
    row.user,
    row.project,
    row.key,
    row.taskType,
    row.route,
    Number(row.hedged),
  ]
}

function toMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000)
}

/** As digits where a number would not be exact; the column makes an integer of both. */
function toInteger(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
