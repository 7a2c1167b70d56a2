import { sql } from 'kysely'
import type { UsageFigures } from '../usage/reports.ts'
import { summed, total } from './rollups/counted.ts'
import { type Sum, sums } from './rollups/dimensions.ts'
import { latencyOf } from './rollups/latency-bucket.ts'

/** What tells a group from the others: the number of its piece of time, and its values by their columns. */
export type GroupKey = { readonly piece: bigint } & Readonly<Record<string, bigint | string>>

/** Sums of a group as the database gives them. */
export type FigureRow = { readonly [Name in Sum]: bigint }

/** Percentiles of latency of a group: buckets. */
export interface PercentileRow {
  readonly p50: bigint | null
  readonly p95: bigint | null
  readonly p99: bigint | null
}

/** The columns of a FigureRow, of rows of `attempts`. */
export const countedColumns = sql.join(sums.map(total))

/** The same, of sums. */
export const summedColumns = sql.join(sums.map((name) => summed(sql.ref(name), name)))

/** The columns of a PercentileRow, by the nearest rank: of buckets, each with the calls up to it and the calls of all. */
export const percentileColumns = sql`${percentile(50)} AS p50, ${percentile(95)} AS p95, ${percentile(99)} AS p99`

const NOTHING = Object.fromEntries(sums.map((name) => [name, 0n])) as FigureRow

export function toFigures(row: FigureRow = NOTHING, percentiles?: PercentileRow): UsageFigures {
  const answered = Number(row.answered_calls)
  return {
    totalRequests: Number(row.calls),
    failedRequests: Number(row.failed_calls),
    cancelledRequests: Number(row.cancelled_calls),
    attempts: Number(row.attempts),
    meteredAttempts: Number(row.metered_attempts),
    cacheReadAttempts: Number(row.cache_read_attempts),
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cacheReadInputTokens: row.cache_read_input_tokens,
    cacheWriteInputTokens: row.cache_write_input_tokens,
    reasoningOutputTokens: row.reasoning_output_tokens,
    usageEstimated: row.usage_estimated > 0n,
    costNanos: row.cost_nanos,
    costEstimated: row.cost_estimated > 0n,
    averageLatencyMs: answered === 0 ? 0 : Number(row.answered_latency_us) / 1000 / answered,
    p50LatencyMs: latencyMs(percentiles?.p50),
    p95LatencyMs: latencyMs(percentiles?.p95),
    p99LatencyMs: latencyMs(percentiles?.p99),
  }
}

function percentile(percent: number) {
  return sql`MIN(bucket) FILTER (WHERE place * 100 >= size * ${sql.lit(percent)})`
}

function latencyMs(bucket: bigint | null | undefined): number {
  return bucket === null || bucket === undefined ? 0 : latencyOf(Number(bucket)) / 1000
}
