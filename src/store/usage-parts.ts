import { type RawBuilder, sql } from 'kysely'
import type { UsageDimension, UsageFilter } from '../usage/reports.ts'
import type { UsageScope } from '../usage/scope.ts'
import { ANSWERED } from './rollups/counted.ts'
import { grainOf, LATENCY_GRAIN, sums } from './rollups/dimensions.ts'
import { bucketIn } from './rollups/latency-bucket.ts'
import type { PieceSpan, Plan } from './rollups/plan.ts'
import { NOT_SUMMED_UP } from './rollups/roll-up.ts'
import { columnInAttempts, conditionOf, dimensionColumns, type FilteredBy } from './usage-conditions.ts'
import { countedColumns } from './usage-figures.ts'

/** Which attempts, and what they are told apart by. */
export interface Chosen {
  readonly filter: Pick<UsageFilter, 'scope' | 'values' | 'labels'>
  readonly groupBy: readonly UsageDimension[]
}

/** Whether sums tell enough apart. They know no labels. */
export function areSummed({ filter }: Chosen): boolean {
  return filter.labels.size === 0
}

/** Whether histograms of latencies do. */
export function haveLatencies(chosen: Chosen): boolean {
  return areSummed(chosen) && grainFor(chosen) === LATENCY_GRAIN
}

/** Rows of a piece, the values of the groups, and sums, to be added up; undefined: there are none. */
export function figureParts(plan: Plan, chosen: Chosen): RawBuilder<unknown> | undefined {
  const group = sql`usage_groups.group_id = usage_sums.group_id AND ${conditionOf(chosen.filter)}`
  const [groups, ofGroup] = namesGroups(chosen) ? [sql`CROSS JOIN usage_groups`, sql`AND ${group}`] : [sql``, sql``]
  const kept = plan.kept.map(({ period, sign, spans }) => {
    const summed = sql.join(sums.map((name) => signed(sign, name)))
    const source = sql`${keyOf(chosen)}, ${summed} FROM spans CROSS JOIN usage_sums ${groups}`
    const length = sql`grain = ${sql.lit(grainFor(chosen))} AND period = ${sql.lit(period)}`
    return partOf(spans, sql`${source} WHERE ${length} AND ${inSpan()} ${ofGroup}`)
  })
  return joined([...kept, ...rowParts(plan, chosen, countedColumns)])
}

/** The same with a bucket of latencies and the calls in it instead of sums. */
export function latencyParts(plan: Plan, chosen: Chosen): RawBuilder<unknown> | undefined {
  // Histograms are of answered calls.
  const columnOf = (name: FilteredBy) => (name === 'outcome' ? sql`'succeeded'` : columnInAttempts(name))
  const values = chosen.groupBy.map((name) => sql`${columnOf(name)} AS ${sql.ref(dimensionColumns[name])}`)
  const condition = conditionOf(chosen.filter, columnOf)
  const kept = plan.kept.map(({ period, sign, spans }) => {
    const columns = sql.join([sql`piece`, ...values, sql`bucket`, signed(sign, 'calls')])
    const source = sql`${columns} FROM spans CROSS JOIN usage_latencies`
    return partOf(spans, sql`${source} WHERE period = ${sql.lit(period)} AND ${inSpan()} AND ${condition}`)
  })
  return joined([...kept, ...rowParts(plan, chosen, sql`COUNT(*) AS calls`, bucketIn(sql`call_latency_us`))])
}

/** The piece and the columns of the dimensions. */
export function keyOf({ groupBy }: Chosen): RawBuilder<unknown> {
  return sql.join(['piece', ...groupBy.map((dimension) => dimensionColumns[dimension])].map((name) => sql.ref(name)))
}

/** Whether anything is asked of groups: it takes half of the time to look up whose a sum is. */
function namesGroups(chosen: Chosen): boolean {
  return namesIn(chosen).length > 0
}

function grainFor(chosen: Chosen): number {
  return grainOf(namesIn(chosen))
}

/** The columns that are asked for or by. */
function namesIn({ filter, groupBy }: Chosen): readonly string[] {
  const { scope, values } = filter
  const asked = [...values.keys(), ...groupBy].map((dimension) => dimensionColumns[dimension])
  return [...asked, ...Object.keys(scope).filter((name) => scope[name as keyof UsageScope] !== undefined)]
}

function signed(sign: 1 | -1, name: string): RawBuilder<unknown> {
  return sign === 1 ? sql.ref(name) : sql`-${sql.ref(name)} AS ${sql.ref(name)}`
}

/** What is read from the rows: all of some spans, and of others what is not in the roll-ups. */
function rowParts({ rows, waiting }: Plan, chosen: Chosen, columns: RawBuilder<unknown>, bucket?: RawBuilder<unknown>) {
  const key = keyOf(chosen)
  const [told, kind] = bucket
    ? [sql`${key}, ${bucket} AS bucket, ${columns}`, sql`${key}, ${bucket}`]
    : [sql`${key}, ${columns}`, key]
  const counts = bucket ? ANSWERED : sql`1 = 1`
  const source = sql`${told} FROM spans CROSS JOIN attempts WHERE ${inSpan()} AND ${counts}`
  // Not by their columns alone: SQLite would go by an index on tenants or callers, through all rows of one.
  const columnOf = (name: FilteredBy) => sql`(${columnInAttempts(name)} || '')`
  const few = conditionOf(chosen.filter, columnOf)
  return [
    partOf(rows, sql`${source} AND ${conditionOf(chosen.filter)} GROUP BY ${kind}`),
    partOf(waiting, sql`${source} AND ${NOT_SUMMED_UP} AND ${few} GROUP BY ${kind}`),
  ]
}

/**
 * A query with spans as a table, of whole numbers that are ours. They are joined crosswise: SQLite then goes through them and
 * finds what is in each by the index on time, rather than the other way round.
 */
function partOf(spans: readonly PieceSpan[], query: RawBuilder<unknown>): RawBuilder<unknown> | undefined {
  if (spans.length === 0) return undefined
  const rows = sql.raw(spans.map(({ piece, from, to }) => `(${piece}, ${from}, ${to})`).join(', '))
  return sql`SELECT * FROM (WITH spans (piece, span_from, span_to) AS (VALUES ${rows}) SELECT ${query}) AS part`
}

function inSpan(): RawBuilder<unknown> {
  return sql`start_time >= span_from AND start_time < span_to`
}

function joined(parts: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> | undefined {
  const some = parts.filter((part) => part !== undefined)
  return some.length === 0 ? undefined : sql.join(some, sql` UNION ALL `)
}
