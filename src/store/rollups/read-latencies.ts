import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { ANSWERED } from './counted.ts'
import type { LatencyDimension } from './dimensions.ts'
import { bucketIn, latencyOf } from './latency-bucket.ts'
import { coverOf, type Part, type Span } from './periods.ts'
import { groupedBy, passes, within } from './read-rollups.ts'

export interface LatencyQuery extends Span {
  readonly filter?: Partial<Record<LatencyDimension, readonly string[]>>
  readonly groupBy: readonly LatencyDimension[]
  /** Such as 99. */
  readonly percents: readonly number[]
}

export interface Percentiles extends Readonly<Partial<Record<LatencyDimension, string>>> {
  /** Milliseconds, in the order of `percents`. */
  readonly latencies: readonly number[]
}

type Row = Readonly<Partial<Record<LatencyDimension, string>>> & { readonly bucket: bigint; readonly calls: bigint }

/**
 * Percentiles of the latencies of answered calls by the nearest rank, each within 2.5 % of the exact one: the histograms
 * keep latencies in buckets. Groups without an answered call are left out.
 */
export async function readLatencies(database: Kysely<Schema>, query: LatencyQuery): Promise<readonly Percentiles[]> {
  const names = [...query.groupBy, 'bucket'].map((name) => sql.ref(name))
  const calls = sql`CAST(SUM(calls) AS BIGINT) AS calls`
  const parts = sql.join(partsOf(query), sql` UNION ALL `)
  const statement = sql<Row>`SELECT ${sql.join([...names, calls])} FROM (${parts}) AS parts
    ${groupedBy(names)} ORDER BY ${sql.join(names)}`
  const { rows } = await statement.execute(database)
  const groups = Map.groupBy(rows, (row) => JSON.stringify(query.groupBy.map((name) => row[name])))
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(query.groupBy.map((name) => [name, group[0]?.[name] ?? ''])),
    latencies: query.percents.map((percent) => percentileOf(group, percent)),
  }))
}

function partsOf({ filter = {}, groupBy, ...span }: LatencyQuery): RawBuilder<unknown>[] {
  const { parts, edges, whole } = coverOf(span)
  const names = groupBy.map((name) => sql.ref(name))
  const grouped = groupedBy([...names, sql.ref('bucket')])
  const kept = ({ period, ...part }: Part) => sql`
    SELECT ${sql.join([...names, sql`bucket`, sql`SUM(calls) AS calls`])} FROM rollup_latencies
    WHERE period = ${sql.lit(period)} AND ${within(part)} AND ${passes(filter)} ${grouped}`
  const bucket = bucketIn(sql`call_latency_us`)
  const raw = (condition: RawBuilder<unknown>) => sql`
    SELECT ${sql.join([...names, sql`${bucket} AS bucket`, sql`COUNT(*) AS calls`])} FROM attempts
    WHERE ${condition} AND ${ANSWERED} AND ${passes(filter)} ${grouped}`
  return [
    ...parts.map(kept),
    ...(whole ? [raw(sql`${within(whole)} AND rolled_up = 0`)] : []),
    ...edges.map((part) => raw(within(part))),
    ...(edges.length === 0 && !whole ? [raw(sql`1 = 0`)] : []),
  ]
}

/** The rows are in the order of their buckets. */
function percentileOf(rows: readonly Row[], percent: number): number {
  const size = rows.reduce((sum, { calls }) => sum + Number(calls), 0)
  let left = Math.ceil((size * percent) / 100)
  for (const { bucket, calls } of rows) {
    left -= Number(calls)
    if (left <= 0) return latencyOf(Number(bucket)) / 1000
  }
  return 0
}
