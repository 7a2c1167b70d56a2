import { hash } from 'node:crypto'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { type Addition, USAGE_GROUPS, USAGE_LATENCIES, USAGE_SUMS } from './addition.ts'
import { ANSWERED, total } from './counted.ts'
import { type Dimension, dimensions, GRAINS, type LatencyDimension, latencyDimensions, sums } from './dimensions.ts'
import { bucketIn } from './latency-bucket.ts'
import { HALF_HOUR_MS, PERIODS, startOf } from './periods.ts'

/** What the attempts of a group in half an hour come to, in one grain. */
type GroupInHalfHour = { readonly [Name in Dimension]: string } & {
  readonly grain: number | bigint
  readonly half_hour: bigint
  /** In the order of `sums`, with commas between them. */
  readonly summed: string
}

type LatenciesInHalfHour = { readonly [Name in LatencyDimension]: string } & {
  readonly half_hour: bigint
  /** Buckets, each with a comma and its calls, with blanks between them. */
  readonly histogram: string
}

const HALF_HOUR = sql`start_time / ${sql.lit(HALF_HOUR_MS)} * ${sql.lit(HALF_HOUR_MS)} AS half_hour`

/** Integers that a number may not hold exactly. */
const LONG_INTEGERS = /-?\d{16,}/g

/**
 * What the attempts that meet the condition add to the roll-ups. The database sums them up by the half hour, and gives figures
 * as text, so that little is done here, however many attempts there are.
 */
export async function foldAttempts(database: Kysely<Schema>, these: RawBuilder<unknown>): Promise<readonly Addition[]> {
  const groups = await groupsOf(these).execute(database)
  const latencies = await latenciesOf(these).execute(database)
  return [...groupAdditions(groups.rows), latencyAddition(latencies.rows)]
}

function groupsOf(these: RawBuilder<unknown>): RawBuilder<GroupInHalfHour> {
  const names = columns(dimensions)
  const grains = GRAINS.map((grain, index) => grainOfHalfHours(grain, index))
  return sql`WITH half_hours AS MATERIALIZED (
      SELECT ${names}, ${HALF_HOUR}, ${sql.join(sums.map(total))} FROM attempts WHERE ${these} GROUP BY ${names}, half_hour
    ) ${sql.join(grains, sql` UNION ALL `)}`
}

/** The dimensions that the grain does not tell apart are empty. */
function grainOfHalfHours(grain: readonly Dimension[], index: number): RawBuilder<unknown> {
  const values = dimensions.map((name) =>
    grain.includes(name) ? sql.ref(name) : sql`CAST('' AS TEXT) AS ${sql.ref(name)}`,
  )
  const finest = grain.length === dimensions.length
  const figures = sums.map((name) => (finest ? sql.ref(name) : sql`SUM(${sql.ref(name)})`))
  const summed = sql`${sql.join(figures, sql` || ',' || `)} AS summed`
  const source = sql`SELECT ${sql.lit(index)} AS grain, half_hour, ${sql.join(values)}, ${summed} FROM half_hours`
  return finest ? source : sql`${source} GROUP BY half_hour, ${columns(grain)}`
}

function latenciesOf(these: RawBuilder<unknown>): RawBuilder<LatenciesInHalfHour> {
  const names = sql`half_hour, ${columns(latencyDimensions)}`
  return sql`SELECT ${names}, string_agg(bucket || ',' || calls, ' ') AS histogram FROM (
      SELECT ${columns(latencyDimensions)}, ${HALF_HOUR}, ${bucketIn(sql`call_latency_us`)} AS bucket, COUNT(*) AS calls
      FROM attempts WHERE ${these} AND ${ANSWERED} GROUP BY ${names}, bucket
    ) AS buckets GROUP BY ${names}`
}

function columns(names: readonly Dimension[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.ref(name)))
}

function groupAdditions(halfHours: readonly GroupInHalfHour[]): readonly Addition[] {
  const ids = new Map<string, string>()
  const summed = halfHours.map((group) => {
    const values = JSON.stringify(dimensions.map((name) => group[name]))
    const id = ids.get(values) ?? digestOf(values)
    ids.set(values, id)
    const figures = group.summed.replace(LONG_INTEGERS, '"$&"')
    return PERIODS.map((period) => `["${id}",${group.grain},${timeOf(group, period)},${figures}]`)
  })
  const groups = [...ids].map(([values, id]) => `["${id}",${values.slice(1)}`)
  return [
    { table: USAGE_GROUPS, rows: listOf(groups) },
    { table: USAGE_SUMS, rows: listOf(summed.flat()) },
  ]
}

/** Histograms of half hours that are in one period are put together: most of their buckets are the same. */
function latencyAddition(halfHours: readonly LatenciesInHalfHour[]): Addition {
  const histograms = new Map<string, Map<string, number>>()
  for (const each of halfHours) {
    const values = JSON.stringify(latencyDimensions.map((name) => each[name])).slice(0, -1)
    const buckets = each.histogram.split(' ').map((text) => text.split(','))
    for (const period of PERIODS) {
      const key = `${values},${timeOf(each, period)}`
      const histogram = histograms.get(key) ?? new Map<string, number>()
      histograms.set(key, histogram)
      for (const [bucket = '', calls] of buckets) histogram.set(bucket, (histogram.get(bucket) ?? 0) + Number(calls))
    }
  }
  const rows = [...histograms].flatMap(([key, histogram]) =>
    [...histogram].map(([bucket, calls]) => `${key},${bucket},${calls}]`),
  )
  return { table: USAGE_LATENCIES, rows: listOf(rows) }
}

/** The length and the start of the period that the half hour is in. */
function timeOf({ half_hour }: { readonly half_hour: bigint }, period: number): string {
  return `${period},${startOf(Number(half_hour), period)}`
}

function digestOf(values: string): string {
  return hash('sha256', values, 'base64url').slice(0, 22)
}

function listOf(rows: readonly string[]): string {
  return `[${rows.join(',')}]`
}
