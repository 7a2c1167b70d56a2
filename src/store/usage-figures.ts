import { sql } from 'kysely'
import type { UsageFigures } from '../usage/reports.ts'
import type { AttemptTable } from './schema.ts'

/** Counted figures of a group as the database gives them. */
export interface FigureRow {
  readonly requests: bigint
  readonly failed: bigint
  readonly cancelled: bigint
  readonly answered: bigint
  readonly answered_us: bigint
  readonly attempts: bigint
  readonly metered: bigint
  readonly cache_reads: bigint
  readonly input: bigint
  readonly output: bigint
  readonly cache_read: bigint
  readonly cache_write: bigint
  readonly reasoning: bigint
  readonly tokens: bigint
  readonly usage_guessed: bigint | null
  readonly cost: bigint
  readonly cost_guessed: bigint | null
}

/** Percentiles of latency of a group, in microseconds. */
export interface PercentileRow {
  readonly p50: bigint | null
  readonly p95: bigint | null
  readonly p99: bigint | null
}

const ANSWERED = sql`last = 1 AND call_outcome = 'succeeded'`

/** The columns of a FigureRow. A request is its last attempt. */
export const figureColumns = sql`
  COUNT(*) FILTER (WHERE last = 1) AS requests,
  COUNT(*) FILTER (WHERE last = 1 AND call_outcome = 'failed') AS failed,
  COUNT(*) FILTER (WHERE last = 1 AND call_outcome = 'cancelled') AS cancelled,
  COUNT(*) FILTER (WHERE ${ANSWERED}) AS answered,
  CAST(COALESCE(SUM(call_latency_us) FILTER (WHERE ${ANSWERED}), 0) AS BIGINT) AS answered_us,
  COUNT(*) AS attempts,
  COUNT(*) FILTER (WHERE input_tokens > 0) AS metered,
  COUNT(*) FILTER (WHERE cache_read_input_tokens > 0) AS cache_reads,
  ${total('input_tokens')} AS input,
  ${total('output_tokens')} AS output,
  ${total('cache_read_input_tokens')} AS cache_read,
  ${total('cache_write_input_tokens')} AS cache_write,
  ${total('reasoning_output_tokens')} AS reasoning,
  ${total('input_tokens')} + ${total('output_tokens')} AS tokens,
  MAX(usage_estimated) AS usage_guessed,
  ${total('cost_nanos')} AS cost,
  MAX(cost_estimated) AS cost_guessed`

/** Which attempts have a latency that counts. */
export const answered = ANSWERED

/** The columns of a PercentileRow, of rows with their `place` among `size`. Exact, by the nearest rank. */
export const percentileColumns = sql`${percentile(50)} AS p50, ${percentile(95)} AS p95, ${percentile(99)} AS p99`

export function toFigures(row: FigureRow, percentiles: PercentileRow | undefined): UsageFigures {
  return {
    totalRequests: Number(row.requests),
    failedRequests: Number(row.failed),
    cancelledRequests: Number(row.cancelled),
    attempts: Number(row.attempts),
    meteredAttempts: Number(row.metered),
    cacheReadAttempts: Number(row.cache_reads),
    inputTokens: row.input,
    outputTokens: row.output,
    cacheReadInputTokens: row.cache_read,
    cacheWriteInputTokens: row.cache_write,
    reasoningOutputTokens: row.reasoning,
    usageEstimated: row.usage_guessed === 1n,
    costNanos: row.cost,
    costEstimated: row.cost_guessed === 1n,
    averageLatencyMs: row.answered === 0n ? 0 : toMilliseconds(row.answered_us) / Number(row.answered),
    p50LatencyMs: toMilliseconds(percentiles?.p50),
    p95LatencyMs: toMilliseconds(percentiles?.p95),
    p99LatencyMs: toMilliseconds(percentiles?.p99),
  }
}

/** PostgreSQL makes a decimal number of a sum; here it is an integer, and 0 when there is nothing. */
function total(column: keyof AttemptTable) {
  return sql`CAST(COALESCE(SUM(${sql.ref(column)}), 0) AS BIGINT)`
}

function percentile(percent: number) {
  return sql`MIN(latency_us) FILTER (WHERE place * 100 >= size * ${sql.lit(percent)})`
}

function toMilliseconds(microseconds: bigint | null | undefined): number {
  return Number(microseconds ?? 0n) / 1000
}
