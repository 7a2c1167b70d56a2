import type { AttemptTable, RollupGroupTable, RollupTable } from '../schema.ts'

/** What figures can be told apart by: columns of `attempts` and of `rollup_groups`. */
export type Dimension = Exclude<keyof RollupGroupTable, 'group_id'>

export const dimensions = [
  'tenant',
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
] as const satisfies readonly (Dimension & keyof AttemptTable)[]

/** What latencies can be told apart by: few, since each has a histogram of its own. */
export const latencyDimensions = ['tenant', 'provider', 'model'] as const satisfies readonly Dimension[]

export type LatencyDimension = (typeof latencyDimensions)[number]

/** What is summed up. */
export type Sum = Exclude<keyof RollupTable, 'period' | 'start_time' | 'group_id'>

export const sums = [
  'attempts',
  'calls',
  'failed_calls',
  'cancelled_calls',
  'answered_calls',
  'answered_latency_us',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_write_input_tokens',
  'reasoning_output_tokens',
  'usage_estimated',
  'cost_nanos',
  'cost_estimated',
] as const satisfies readonly Sum[]
