import type { AttemptTable, RollupGroupTable, RollupTable } from '../schema.ts'

/** What figures can be told apart by: columns of `attempts` and of `usage_groups`. */
export type Dimension = Exclude<keyof RollupGroupTable, 'group_id'>

export const dimensions = [
  'tenant',
  'principal',
  'user_name',
  'project',
  'key_id',
  'source_agent',
  'provider',
  'model',
  'operation',
  'task_type',
  'route',
  'outcome',
  'call_outcome',
] as const satisfies readonly (Dimension & keyof AttemptTable)[]

/** What latencies can be told apart by: few, since each has a histogram of its own. All of their calls were answered. */
export const latencyDimensions = ['tenant', 'provider', 'model'] as const satisfies readonly Dimension[]

export type LatencyDimension = (typeof latencyDimensions)[number]

const modelDimensions = [...latencyDimensions, 'call_outcome'] as const satisfies readonly Dimension[]

const callerDimensions = [
  'tenant',
  'principal',
  'user_name',
  'project',
  'key_id',
] as const satisfies readonly Dimension[]

/**
 * Each attempt is summed up once for each of these: what is told apart by few dimensions is far fewer sums than what is by all.
 * The position is what `usage_sums.grain` holds.
 */
export const GRAINS: readonly (readonly Dimension[])[] = [modelDimensions, callerDimensions, dimensions]

/** The grain of the histograms of latencies. */
export const LATENCY_GRAIN = 0

/** The coarsest grain that tells all of these apart; -1: none does. */
export function grainOf(names: readonly string[]): number {
  return GRAINS.findIndex((grain: readonly string[]) => names.every((name) => grain.includes(name)))
}

/** What is summed up. */
export type Sum = Exclude<keyof RollupTable, 'grain' | 'period' | 'start_time' | 'group_id'>

export const sums = [
  'attempts',
  'calls',
  'failed_calls',
  'cancelled_calls',
  'answered_calls',
  'answered_latency_us',
  'metered_attempts',
  'cache_read_attempts',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_write_input_tokens',
  'reasoning_output_tokens',
  'usage_estimated',
  'cost_nanos',
  'cost_estimated',
] as const satisfies readonly Sum[]
