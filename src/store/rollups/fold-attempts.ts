import { createHash } from 'node:crypto'
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { RollupGroupTable, RollupLatencyTable, RollupTable, Schema } from '../schema.ts'
import { ANSWERED, total } from './counted.ts'
import { type Dimension, dimensions, type LatencyDimension, latencyDimensions, type Sum, sums } from './dimensions.ts'
import { bucketIn } from './latency-bucket.ts'
import { HOUR_MS, PERIODS, startOf } from './periods.ts'

/** What attempts add to the roll-ups. All are in the order of their keys, so that two who add wait in turn. */
export interface Folded {
  readonly groups: readonly Selectable<RollupGroupTable>[]
  readonly rollups: readonly Selectable<RollupTable>[]
  readonly latencies: readonly Selectable<RollupLatencyTable>[]
}

type Summed = { [Name in Sum]: bigint }

type GroupInHour = Summed & { readonly [Name in Dimension]: string } & { readonly hour: bigint }

type LatenciesInHour = Pick<Selectable<RollupLatencyTable>, LatencyDimension | 'bucket' | 'calls'> & {
  readonly hour: bigint
}

const HOUR = sql`start_time / ${sql.lit(HOUR_MS)} * ${sql.lit(HOUR_MS)} AS hour`

/**
 * Sums up the attempts that meet the condition. The database does it by the hour, so that few rows are brought here,
 * however many attempts there are.
 */
export async function foldAttempts(database: Kysely<Schema>, these: RawBuilder<unknown>): Promise<Folded> {
  const [groups, latencies] = await Promise.all([
    groupsOf(these).execute(database),
    latenciesOf(these).execute(database),
  ])
  return { ...foldGroups(groups.rows), latencies: foldLatencies(latencies.rows) }
}

function groupsOf(these: RawBuilder<unknown>): RawBuilder<GroupInHour> {
  const names = sql.join(dimensions.map((name) => sql.ref(name)))
  return sql`SELECT ${names}, ${HOUR}, ${sql.join(sums.map(total))} FROM attempts WHERE ${these} GROUP BY ${names}, hour`
}

function latenciesOf(these: RawBuilder<unknown>): RawBuilder<LatenciesInHour> {
  const names = sql.join(latencyDimensions.map((name) => sql.ref(name)))
  return sql`SELECT ${names}, ${HOUR}, ${bucketIn(sql`call_latency_us`)} AS bucket, COUNT(*) AS calls
    FROM attempts WHERE ${these} AND ${ANSWERED} GROUP BY ${names}, hour, bucket`
}

function foldGroups(hours: readonly GroupInHour[]): Omit<Folded, 'latencies'> {
  const groups = new Map<string, Selectable<RollupGroupTable>>()
  const rollups = new Map<string, Selectable<RollupTable>>()
  for (const summed of hours) {
    const group = groupOf(summed)
    groups.set(group.group_id, group)
    for (const period of PERIODS) {
      const start = startOf(Number(summed.hour), period)
      const time = { period: BigInt(period), start_time: BigInt(start) }
      const sum = found(rollups, `${period} ${start} ${group.group_id}`, () => emptyRollup(time, group.group_id))
      for (const name of sums) sum[name] += summed[name]
    }
  }
  return { groups: ordered(groups), rollups: ordered(rollups) }
}

function foldLatencies(hours: readonly LatenciesInHour[]): Folded['latencies'] {
  const latencies = new Map<string, Selectable<RollupLatencyTable>>()
  for (const { tenant, provider, model, bucket, hour, calls } of hours) {
    for (const period of PERIODS) {
      const start = startOf(Number(hour), period)
      const time = { period: BigInt(period), start_time: BigInt(start) }
      const key = JSON.stringify([period, start, tenant, provider, model, Number(bucket)])
      found(latencies, key, () => ({ ...time, tenant, provider, model, bucket, calls: 0n })).calls += calls
    }
  }
  return ordered(latencies)
}

function emptyRollup(time: { period: bigint; start_time: bigint }, group_id: string): Selectable<RollupTable> {
  return { ...time, group_id, ...(Object.fromEntries(sums.map((name) => [name, 0n])) as Summed) }
}

function groupOf(summed: GroupInHour): Selectable<RollupGroupTable> {
  const values = dimensions.map((name) => summed[name])
  const group_id = createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22)
  const named = Object.fromEntries(dimensions.map((name, index) => [name, values[index]]))
  return { group_id, ...(named as Omit<Selectable<RollupGroupTable>, 'group_id'>) }
}

function found<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const value = map.get(key) ?? create()
  map.set(key, value)
  return value
}

function ordered<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}
