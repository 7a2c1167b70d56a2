import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { AttemptTable, RollupGroupTable, RollupLatencyTable, RollupTable } from '../schema.ts'
import { dimensions, type Sum, sums } from './dimensions.ts'
import { bucketOf } from './latency-bucket.ts'
import { PERIODS, startOf } from './periods.ts'

/** The columns of an attempt that roll-ups are made of. */
export const foldedColumns = [
  ...dimensions,
  'attempt_id',
  'start_time',
  'last',
  'call_outcome',
  'call_latency_us',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_write_input_tokens',
  'reasoning_output_tokens',
  'usage_estimated',
  'cost_nanos',
  'cost_estimated',
] as const satisfies readonly (keyof AttemptTable)[]

export type FoldedAttempt = Pick<Selectable<AttemptTable>, (typeof foldedColumns)[number]>

/** What attempts add to the roll-ups. All are in the order of their keys, so that two who add wait in turn. */
export interface Folded {
  readonly groups: readonly Selectable<RollupGroupTable>[]
  readonly rollups: readonly Selectable<RollupTable>[]
  readonly latencies: readonly Selectable<RollupLatencyTable>[]
}

type Summed = { [Name in Sum]: bigint }

export function foldAttempts(attempts: readonly FoldedAttempt[]): Folded {
  const groups = new Map<string, Selectable<RollupGroupTable>>()
  const rollups = new Map<string, Selectable<RollupTable>>()
  const latencies = new Map<string, Selectable<RollupLatencyTable>>()
  for (const attempt of attempts) {
    const group = groupOf(attempt)
    groups.set(group.group_id, group)
    const summed = sumsOf(attempt)
    for (const period of PERIODS) {
      const start = startOf(Number(attempt.start_time), period)
      const time = { period: BigInt(period), start_time: BigInt(start) }
      const before = found(rollups, `${period} ${start} ${group.group_id}`, () => emptyRollup(time, group.group_id))
      for (const name of sums) before[name] += summed[name]
      if (summed.answered_calls === 0n) continue
      const bucket = bucketOf(Number(attempt.call_latency_us))
      const { tenant, provider, model } = attempt
      const key = JSON.stringify([period, start, tenant, provider, model, bucket])
      const place = () => ({ ...time, tenant, provider, model, bucket: BigInt(bucket), calls: 0n })
      found(latencies, key, place).calls += 1n
    }
  }
  return { groups: ordered(groups), rollups: ordered(rollups), latencies: ordered(latencies) }
}

function emptyRollup(time: { period: bigint; start_time: bigint }, group_id: string): Selectable<RollupTable> {
  return { ...time, group_id, ...(Object.fromEntries(sums.map((name) => [name, 0n])) as Summed) }
}

function groupOf(attempt: FoldedAttempt): Selectable<RollupGroupTable> {
  const values = dimensions.map((name) => attempt[name])
  const group_id = createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22)
  const named = Object.fromEntries(dimensions.map((name, index) => [name, values[index]]))
  return { group_id, ...(named as Omit<Selectable<RollupGroupTable>, 'group_id'>) }
}

/** What a single attempt counts for. */
function sumsOf(attempt: FoldedAttempt): Summed {
  const ended = (outcome: string) => (attempt.last === 1n && attempt.call_outcome === outcome ? 1n : 0n)
  const answered = ended('succeeded')
  return {
    attempts: 1n,
    calls: attempt.last,
    failed_calls: ended('failed'),
    cancelled_calls: ended('cancelled'),
    answered_calls: answered,
    answered_latency_us: answered * attempt.call_latency_us,
    input_tokens: attempt.input_tokens,
    output_tokens: attempt.output_tokens,
    cache_read_input_tokens: attempt.cache_read_input_tokens,
    cache_write_input_tokens: attempt.cache_write_input_tokens,
    reasoning_output_tokens: attempt.reasoning_output_tokens,
    usage_estimated: attempt.usage_estimated,
    cost_nanos: attempt.cost_nanos,
    cost_estimated: attempt.cost_estimated,
  }
}

function found<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const value = map.get(key) ?? create()
  map.set(key, value)
  return value
}

function ordered<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}
