import { type RawBuilder, sql } from 'kysely'
import { labelTexts } from '../usage/matches.ts'
import type { UsageDimension, UsageFilter } from '../usage/reports.ts'
import type { AttemptTable } from './schema.ts'

/** Where a dimension stands. */
export const dimensionColumns: Readonly<Record<UsageDimension, keyof AttemptTable>> = {
  model: 'model',
  provider: 'provider',
  tenant: 'tenant',
  user: 'user_name',
  project: 'project',
  key: 'key_id',
  agent: 'source_agent',
  taskType: 'task_type',
  route: 'route',
  outcome: 'call_outcome',
}

/** What a filter goes by, but for its time: dimensions, and whose calls callers see who only see their own. */
export type FilteredBy = UsageDimension | 'principal'

/** What a row must be to pass the filter, but for its time. `columnOf`: where it has a dimension, if not as `attempts`. */
export function conditionOf(
  { scope, values, labels }: Omit<UsageFilter, 'from' | 'to'>,
  columnOf: (name: FilteredBy) => RawBuilder<unknown> = columnInAttempts,
): RawBuilder<boolean> {
  const conditions = [sql<boolean>`1 = 1`]
  if (scope.tenant !== undefined) conditions.push(sql`${columnOf('tenant')} = ${scope.tenant}`)
  if (scope.principal !== undefined) conditions.push(sql`${columnOf('principal')} = ${scope.principal}`)
  for (const [dimension, wanted] of values) {
    conditions.push(sql`${columnOf(dimension)} IN (${sql.join(wanted)})`)
  }
  for (const [name, value] of labels) conditions.push(hasLabel(name, value))
  return sql.join(conditions, sql` AND `)
}

export function columnInAttempts(name: FilteredBy): RawBuilder<unknown> {
  return sql.ref(name === 'principal' ? name : dimensionColumns[name])
}

/** When a row must have begun. */
export function inTime({ from, to }: UsageFilter): RawBuilder<boolean> {
  return sql`start_time >= ${BigInt(Math.ceil(from))} AND start_time < ${BigInt(Math.ceil(to))}`
}

/** The two databases search texts by functions of different names; replacing they both know. */
function hasLabel(name: string, value: string): RawBuilder<boolean> {
  const [first, later] = labelTexts(name, value).map((text) => sql`REPLACE(labels, ${text}, '') <> labels`)
  return sql`(${first} OR ${later})`
}
