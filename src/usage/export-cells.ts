import { NANOS_PER_UNIT } from '../core/money.ts'
import type { LedgerRow } from './ledger.ts'

/** A value of an export: a text that anyone may have written, or a word of ours. */
export type ExportCell = { readonly text: string } | { readonly word: number | bigint | boolean | string }

type Column = readonly [name: string, cell: (row: LedgerRow) => ExportCell]

const text = (value: string): ExportCell => ({ text: value })
const word = (value: number | bigint | boolean | string): ExportCell => ({ word: value })

/** The columns of an export, in their order. New ones are added at the end. */
export const exportColumns: readonly Column[] = [
  ['attempt_id', (row) => text(row.attemptId)],
  ['response_id', (row) => text(row.callId)],
  ['attempt_index', (row) => word(row.attemptIndex)],
  ['last', (row) => word(row.last)],
  ['start_time', (row) => word(new Date(row.startTime).toISOString())],
  ['tenant', (row) => text(row.tenant)],
  ['user', (row) => text(row.user)],
  ['project', (row) => text(row.project)],
  ['key', (row) => text(row.key)],
  ['principal', (row) => text(row.principal)],
  ['agent', (row) => text(row.sourceAgent)],
  ['session_id', (row) => text(row.sessionId)],
  ['trace_id', (row) => text(row.traceId)],
  ['task_type', (row) => text(row.taskType)],
  ['labels', (row) => text(row.labels)],
  ['operation', (row) => text(row.operation)],
  ['streaming', (row) => word(row.streaming)],
  ['requested_model', (row) => text(row.requestedModel)],
  ['route', (row) => text(row.route)],
  ['provider', (row) => text(row.provider)],
  ['model', (row) => text(row.model)],
  ['hedged', (row) => word(row.hedged)],
  ['outcome', (row) => word(row.outcome)],
  ['request_outcome', (row) => word(row.callOutcome)],
  ['error_reason', (row) => text(row.errorReason)],
  ['finish_reason', (row) => text(row.finishReason)],
  ['latency_ms', (row) => word(row.latencyMs)],
  ['first_content_ms', (row) => word(row.firstContentMs ?? '')],
  ['request_latency_ms', (row) => word(row.callLatencyMs)],
  ['input_tokens', (row) => word(row.inputTokens)],
  ['output_tokens', (row) => word(row.outputTokens)],
  ['cache_read_input_tokens', (row) => word(row.cacheReadInputTokens)],
  ['cache_write_input_tokens', (row) => word(row.cacheWriteInputTokens)],
  ['reasoning_output_tokens', (row) => word(row.reasoningOutputTokens)],
  ['usage_estimated', (row) => word(row.usageEstimated)],
  ['cost_usd', (row) => word(decimal(row.costNanos))],
  ['cost_estimated', (row) => word(row.costEstimated)],
]

/** All nine decimal places, so that columns of figures line up and nothing is lost. */
function decimal(nanos: bigint): string {
  return `${nanos / NANOS_PER_UNIT}.${String(nanos % NANOS_PER_UNIT).padStart(9, '0')}`
}
