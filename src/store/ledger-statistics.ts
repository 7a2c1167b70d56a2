import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { LedgerFigures, LedgerStatistics } from '../usage/ledger.ts'

/**
 * A call's outcome and latency count for the model of its last attempt. A call counts among the
 * requests of every model that was tried for it.
 */
const COUNTS = `
  COUNT(DISTINCT call_id) AS total_requests,
  SUM(last AND call_outcome = 'failed') AS failed_requests,
  SUM(last AND call_outcome = 'cancelled') AS cancelled_requests,
  COUNT(*) AS attempts,
  SUM(input_tokens) AS input_tokens,
  SUM(output_tokens) AS output_tokens,
  SUM(cache_read_input_tokens) AS cache_read_input_tokens,
  SUM(cache_write_input_tokens) AS cache_write_input_tokens,
  SUM(reasoning_output_tokens) AS reasoning_output_tokens,
  MAX(usage_estimated) AS usage_estimated,
  SUM(cost_nanos) AS cost_nanos,
  MAX(cost_estimated) AS cost_estimated`

/** Exact percentiles by the nearest rank: the smallest latency that so many of a hundred did not exceed. */
const LATENCIES = `
  AVG(latency_us) AS average,
  MIN(latency_us) FILTER (WHERE place * 100 >= size * 50) AS p50,
  MIN(latency_us) FILTER (WHERE place * 100 >= size * 95) AS p95,
  MIN(latency_us) FILTER (WHERE place * 100 >= size * 99) AS p99`

const IN_TIME = 'start_time >= ? AND start_time < ?'

const TOTAL_COUNTS = `SELECT ${COUNTS} FROM attempts WHERE ${IN_TIME}`
const MODEL_COUNTS = `
  SELECT provider, model, ${COUNTS} FROM attempts WHERE ${IN_TIME}
  GROUP BY provider, model ORDER BY SUM(cost_nanos) DESC, provider, model`

const TOTAL_LATENCIES = `SELECT ${LATENCIES} FROM (${ranked('')})`
const MODEL_LATENCIES = `SELECT provider, model, ${LATENCIES} FROM (${ranked('PARTITION BY provider, model')})
  GROUP BY provider, model`

/** The latencies of answered calls, each with its place among those of its group. */
function ranked(group: string): string {
  return `
    SELECT provider, model, call_latency_us AS latency_us,
      ROW_NUMBER() OVER (${group} ORDER BY call_latency_us) AS place,
      COUNT(*) OVER (${group}) AS size
    FROM attempts WHERE ${IN_TIME} AND last AND call_outcome = 'succeeded'`
}

type SqlRow = Record<string, SQLOutputValue>

/** Figures of the attempts that started in the time, all of one moment. */
export function readStatistics(database: DatabaseSync, from: number, to: number): LedgerStatistics {
  const all = (sql: string): SqlRow[] => {
    const statement = database.prepare(sql)
    statement.setReadBigInts(true)
    return statement.all(from, to)
  }
  database.exec('BEGIN')
  try {
    const modelLatencies = new Map(all(MODEL_LATENCIES).map((row) => [keyOf(row), row]))
    const models = all(MODEL_COUNTS).map((row) => ({
      provider: String(row.provider),
      model: String(row.model),
      ...toFigures(row, modelLatencies.get(keyOf(row))),
    }))
    const [counts = {}] = all(TOTAL_COUNTS)
    const [total] = all(TOTAL_LATENCIES)
    return { total: toFigures(counts, total), models }
  } finally {
    database.exec('COMMIT')
  }
}

function keyOf({ provider, model }: SqlRow): string {
  return JSON.stringify([provider, model])
}

function toFigures(counts: SqlRow, latency: SqlRow = {}): LedgerFigures {
  return {
    totalRequests: Number(counts.total_requests ?? 0),
    failedRequests: Number(counts.failed_requests ?? 0),
    cancelledRequests: Number(counts.cancelled_requests ?? 0),
    attempts: Number(counts.attempts ?? 0),
    inputTokens: toBigInt(counts.input_tokens),
    outputTokens: toBigInt(counts.output_tokens),
    cacheReadInputTokens: toBigInt(counts.cache_read_input_tokens),
    cacheWriteInputTokens: toBigInt(counts.cache_write_input_tokens),
    reasoningOutputTokens: toBigInt(counts.reasoning_output_tokens),
    usageEstimated: counts.usage_estimated === 1n,
    costNanos: toBigInt(counts.cost_nanos),
    costEstimated: counts.cost_estimated === 1n,
    averageLatencyMs: toMilliseconds(latency.average),
    p50LatencyMs: toMilliseconds(latency.p50),
    p95LatencyMs: toMilliseconds(latency.p95),
    p99LatencyMs: toMilliseconds(latency.p99),
  }
}

function toBigInt(value: SQLOutputValue | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n
}

function toMilliseconds(microseconds: SQLOutputValue | undefined): number {
  return Number(microseconds ?? 0) / 1000
}
