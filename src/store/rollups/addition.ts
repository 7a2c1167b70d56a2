import { dimensions, latencyDimensions, sums } from './dimensions.ts'

/** A table in which the rows of one key are added up. */
export interface AddedTable {
  readonly name: string
  /** The columns of its key, texts and integers, in the order in which rows are given. */
  readonly texts: readonly string[]
  readonly integers: readonly string[]
  /** The columns that are added up, integers that come last. None: of the rows of a key one stays. */
  readonly sums: readonly string[]
}

/** Rows to be added to what a table has. */
export interface Addition {
  readonly table: AddedTable
  /**
   * JSON: a list of rows, which are lists of values. Of one key there may be several. Integers that a number does not hold
   * exactly are texts.
   */
  readonly rows: string
}

export const USAGE_GROUPS: AddedTable = {
  name: 'usage_groups',
  texts: ['group_id', ...dimensions],
  integers: [],
  sums: [],
}

export const USAGE_SUMS: AddedTable = {
  name: 'usage_sums',
  texts: ['group_id'],
  integers: ['grain', 'period', 'start_time'],
  sums,
}

export const USAGE_LATENCIES: AddedTable = {
  name: 'usage_latencies',
  texts: latencyDimensions,
  integers: ['period', 'start_time', 'bucket'],
  sums: ['calls'],
}

/** All columns, in the order in which rows are given. */
export function columnsOf({ texts, integers, sums }: AddedTable): readonly string[] {
  return [...texts, ...integers, ...sums]
}

/** What is done where the table has the key already. */
export function onConflict({ name, texts, integers, sums }: AddedTable): string {
  if (sums.length === 0) return 'ON CONFLICT DO NOTHING'
  const added = sums.map((column) => `${column} = ${name}.${column} + excluded.${column}`)
  return `ON CONFLICT (${[...texts, ...integers].join(', ')}) DO UPDATE SET ${added.join(', ')}`
}
