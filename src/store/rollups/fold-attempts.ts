import { createHash } from 'node:crypto'
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { RollupGroupTable, RollupLatencyTable, RollupTable, Schema } from '../schema.ts'
import { ANSWERED, total } from './counted.ts'
import {
  type Dimension,
  dimensions,
  GRAINS,
  type LatencyDimension,
  latencyDimensions,
  type Sum,
  sums,
} from './dimensions.ts'
import { bucketIn } from './latency-bucket.ts'
import { HALF_HOUR_MS, PERIODS, startOf } from './periods.ts'

/** What attempts add to the roll-ups. All are in the order of their keys, so that two who add wait in turn. */
export interface Folded {
  readonly groups: readonly Selectable<RollupGroupTable>[]
  readonly rollups: readonly Selectable<RollupTable>[]
  readonly latencies: readonly Selectable<RollupLatencyTable>[]
}

type Summed = { [Name in Sum]: bigint }

type GroupInHalfHour = Summed & { readonly [Name in Dimension]: string } & { readonly half_hour: bigint }

type LatenciesInHalfHour = Pick<Selectable<RollupLatencyTable>, LatencyDimension | 'bucket' | 'calls'> & {
  readonly half_hour: bigint
}

const HALF_HOUR = sql`start_time / ${sql.lit(HALF_HOUR_MS)} * ${sql.lit(HALF_HOUR_MS)} AS half_hour`

/**
 * Sums up the attempts that meet the condition. The database does it by the half hour, so that few rows are brought here,
 * however many attempts there are.
 */
export async function foldAttempts(database: Kysely<Schema>, these: RawBuilder<unknown>): Promise<Folded> {
  const [groups, latencies] = await Promise.all([
    groupsOf(these).execute(database),
    latenciesOf(these).execute(database),
  ])
  return { ...foldGroups(groups.rows), latencies: foldLatencies(latencies.rows) }
}

function groupsOf(these: RawBuilder<unknown>): RawBuilder<GroupInHalfHour> {
  const names = sql.join(dimensions.map((name) => sql.ref(name)))
  return sql`SELECT ${names}, ${HALF_HOUR}, ${sql.join(sums.map(total))} FROM attempts WHERE ${these} GROUP BY ${names}, half_hour`
}

function latenciesOf(these: RawBuilder<unknown>): RawBuilder<LatenciesInHalfHour> {
  const names = sql.join(latencyDimensions.map((name) => sql.ref(name)))
  return sql`SELECT ${names}, ${HALF_HOUR}, ${bucketIn(sql`call_latency_us`)} AS bucket, COUNT(*) AS calls
    FROM attempts WHERE ${these} AND ${ANSWERED} GROUP BY ${names}, half_hour, bucket`
}

function foldGroups(halfHours: readonly GroupInHalfHour[]): Omit<Folded, 'latencies'> {
  const groups = new Map<string, Selectable<RollupGroupTable>>()
  const rollups = new Map<string, Selectable<RollupTable>>()
  for (const summed of halfHours) {
    for (const [grain, names] of GRAINS.entries()) {
      const group = groupOf(summed, names)
      groups.set(group.group_id, group)
      for (const period of PERIODS) {
        const start = startOf(Number(summed.half_hour), period)
        const key = {
          grain: BigInt(grain),
          period: BigInt(period),
          start_time: BigInt(start),
          group_id: group.group_id,
        }
        const sum = found(rollups, Object.values(key).join(' '), () => emptyRollup(key))
        for (const name of sums) sum[name] += summed[name]
      }
    }
  }
  return { groups: ordered(groups), rollups: ordered(rollups) }
}

function foldLatencies(halfHours: readonly LatenciesInHalfHour[]): Folded['latencies'] {
  const latencies = new Map<string, Selectable<RollupLatencyTable>>()
  for (const { tenant, provider, model, bucket, half_hour, calls } of halfHours) {
    for (const period of PERIODS) {
      const start = startOf(Number(half_hour), period)
      const time = { period: BigInt(period), start_time: BigInt(start) }
      const key = JSON.stringify([period, start, tenant, provider, model, Number(bucket)])
      found(latencies, key, () => ({ ...time, tenant, provider, model, bucket, calls: 0n })).calls += calls
    }
  }
  return ordered(latencies)
}

type RollupKey = Pick<Selectable<RollupTable>, 'grain' | 'period' | 'start_time' | 'group_id'>

function emptyRollup(key: RollupKey): Selectable<RollupTable> {
  return { ...key, ...(Object.fromEntries(sums.map((name) => [name, 0n])) as Summed) }
}

/** The group by some of the dimensions; the others are empty. */
function groupOf(summed: GroupInHalfHour, names: readonly Dimension[]): Selectable<RollupGroupTable> {
  const values = dimensions.map((name) => (names.includes(name) ? summed[name] : ''))
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
