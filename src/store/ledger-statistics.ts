import { type ExpressionBuilder, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { LedgerFigures, LedgerStatistics } from '../usage/ledger.ts'
import type { UsageScope } from '../usage/scope.ts'
import type { AttemptTable, Schema } from './schema.ts'

/** Epoch milliseconds, `from` inclusive, `to` exclusive, and whose. */
interface Time {
  readonly from: bigint
  readonly to: bigint
  readonly scope: UsageScope
}

/** Figures of the attempts that started in the time, all of one moment. */
export function readStatistics(
  database: Kysely<Schema>,
  from: number,
  to: number,
  scope: UsageScope = {},
): Promise<LedgerStatistics> {
  const time = { from: BigInt(Math.ceil(from)), to: BigInt(Math.ceil(to)), scope }
  const snapshot = database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return snapshot.execute(async (reading) => {
    const latencies = new Map((await modelLatencies(reading, time)).map((row) => [keyOf(row), row]))
    const models = (await modelCounts(reading, time)).map((row) => ({
      provider: row.provider,
      model: row.model,
      ...toFigures(row, latencies.get(keyOf(row))),
    }))
    const counts = await attemptsIn(reading, time).select(counted).executeTakeFirstOrThrow()
    return { total: toFigures(counts, await totalLatencies(reading, time)), models }
  })
}

function attemptsIn(database: Kysely<Schema>, { from, to, scope: { tenant, principal } }: Time) {
  return database
    .selectFrom('attempts')
    .where('start_time', '>=', from)
    .where('start_time', '<', to)
    .$if(tenant !== undefined, (rows) => rows.where('tenant', '=', tenant ?? ''))
    .$if(principal !== undefined, (rows) => rows.where('principal', '=', principal ?? ''))
}

/**
 * A call's outcome and latency count for the model of its last attempt. A call counts among the requests of every model
 * that was tried for it.
 */
function counted({ fn }: ExpressionBuilder<Schema, 'attempts'>) {
  const ended = (outcome: string) =>
    fn.countAll<bigint>().filterWhere('last', '=', 1n).filterWhere('call_outcome', '=', outcome)
  return [
    fn.count<bigint>('call_id').distinct().as('total_requests'),
    ended('failed').as('failed_requests'),
    ended('cancelled').as('cancelled_requests'),
    fn.countAll<bigint>().as('attempts'),
    total('input_tokens').as('input_tokens'),
    total('output_tokens').as('output_tokens'),
    total('cache_read_input_tokens').as('cache_read_input_tokens'),
    total('cache_write_input_tokens').as('cache_write_input_tokens'),
    total('reasoning_output_tokens').as('reasoning_output_tokens'),
    fn.max<bigint | null>('usage_estimated').as('usage_estimated'),
    total('cost_nanos').as('cost_nanos'),
    fn.max<bigint | null>('cost_estimated').as('cost_estimated'),
  ] as const
}

/** PostgreSQL makes a decimal number of a sum; here it is an integer, and 0 when there is nothing. */
function total(column: keyof AttemptTable | 'latency_us') {
  return sql<bigint>`CAST(COALESCE(SUM(${sql.ref(column)}), 0) AS BIGINT)`
}

function modelCounts(database: Kysely<Schema>, time: Time) {
  return attemptsIn(database, time)
    .select(['provider', 'model'])
    .select(counted)
    .groupBy(['provider', 'model'])
    .orderBy('cost_nanos', 'desc')
    .orderBy('provider')
    .orderBy('model')
    .execute()
}

/** The latencies of answered calls, each with its place among those of its group. */
function ranked(database: Kysely<Schema>, time: Time, group: RawBuilder<unknown>) {
  const answered = attemptsIn(database, time).where('last', '=', 1n).where('call_outcome', '=', 'succeeded')
  return answered
    .select(['provider', 'model', 'call_latency_us as latency_us'])
    .select([
      sql<bigint>`ROW_NUMBER() OVER (${group} ORDER BY call_latency_us)`.as('place'),
      sql<bigint>`COUNT(*) OVER (${group})`.as('size'),
    ])
    .as('ranked')
}

/** Exact percentiles by the nearest rank: the smallest latency that so many of a hundred did not exceed. */
function percentile(percent: number) {
  return sql<bigint | null>`MIN(latency_us) FILTER (WHERE place * 100 >= size * ${sql.lit(percent)})`
}

function summary() {
  return [
    sql<bigint>`COUNT(*)`.as('answered'),
    total('latency_us').as('latency_us'),
    percentile(50).as('p50'),
    percentile(95).as('p95'),
    percentile(99).as('p99'),
  ] as const
}

function modelLatencies(database: Kysely<Schema>, time: Time) {
  return database
    .selectFrom(ranked(database, time, sql`PARTITION BY provider, model`))
    .select(['provider', 'model'])
    .select(summary)
    .groupBy(['provider', 'model'])
    .execute()
}

function totalLatencies(database: Kysely<Schema>, time: Time) {
  return database
    .selectFrom(ranked(database, time, sql``))
    .select(summary)
    .executeTakeFirstOrThrow()
}

type Counts = Omit<Awaited<ReturnType<typeof modelCounts>>[number], 'provider' | 'model'>
type Latencies = Awaited<ReturnType<typeof totalLatencies>>

const NO_LATENCIES: Latencies = { answered: 0n, latency_us: 0n, p50: null, p95: null, p99: null }

function keyOf({ provider, model }: Pick<Selectable<AttemptTable>, 'provider' | 'model'>): string {
  return JSON.stringify([provider, model])
}

function toFigures(counts: Counts, latencies = NO_LATENCIES): LedgerFigures {
  const { answered, latency_us, p50, p95, p99 } = latencies
  return {
    totalRequests: Number(counts.total_requests),
    failedRequests: Number(counts.failed_requests),
    cancelledRequests: Number(counts.cancelled_requests),
    attempts: Number(counts.attempts),
    inputTokens: counts.input_tokens,
    outputTokens: counts.output_tokens,
    cacheReadInputTokens: counts.cache_read_input_tokens,
    cacheWriteInputTokens: counts.cache_write_input_tokens,
    reasoningOutputTokens: counts.reasoning_output_tokens,
    usageEstimated: counts.usage_estimated === 1n,
    costNanos: counts.cost_nanos,
    costEstimated: counts.cost_estimated === 1n,
    averageLatencyMs: answered === 0n ? 0 : toMilliseconds(latency_us) / Number(answered),
    p50LatencyMs: toMilliseconds(p50),
    p95LatencyMs: toMilliseconds(p95),
    p99LatencyMs: toMilliseconds(p99),
  }
}

function toMilliseconds(microseconds: bigint | null): number {
  return Number(microseconds ?? 0n) / 1000
}
