import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { summed, total } from './counted.ts'
import { type Dimension, type Sum, sums } from './dimensions.ts'
import { type Cover, coverOf, type Part, type Span } from './periods.ts'

export interface RollupQuery extends Span {
  /** Only attempts that have one of the values, for each dimension that is named. */
  readonly filter?: Partial<Record<Dimension, readonly string[]>>
  readonly groupBy: readonly Dimension[]
}

export type RollupFigures = { readonly [Name in Sum]: bigint } & Readonly<Partial<Record<Dimension, string>>>

/**
 * Figures of the attempts that started in the time: exact to the last row, of one moment. Whole hours come from
 * the roll-ups, attempts that are not in them yet and what is less than an hour at either end from the rows themselves. The
 * costliest first; without `groupBy` there is one row.
 */
export async function readRollups(database: Kysely<Schema>, query: RollupQuery): Promise<readonly RollupFigures[]> {
  const parts = partsOf(coverOf(query), query)
  const names = query.groupBy.map((name) => sql.ref(name))
  const totals = sums.map((name) => summed(sql.ref(name), name))
  const columns = sql.join([...names, ...totals])
  const whole = sql`SELECT ${columns} FROM (${sql.join(parts, sql` UNION ALL `)}) AS parts ${groupedBy(names)}
    ORDER BY ${sql.join([sql`${sql.ref('cost_nanos')} DESC`, ...names])}`
  // A single statement: it sees the database as of one moment.
  return (await sql<RollupFigures>`${whole}`.execute(database)).rows
}

function partsOf({ parts, edges, whole }: Cover, query: RollupQuery): RawBuilder<unknown>[] {
  return [
    ...parts.map((part) => summedRollups(part, query)),
    ...(whole ? [summedAttempts(sql`${within(whole)} AND rolled_up = 0`, query)] : []),
    ...edges.map((span) => summedAttempts(within(span), query)),
    // What there is nothing of is still told, as zeros.
    ...(edges.length === 0 && !whole ? [summedAttempts(sql`1 = 0`, query)] : []),
  ]
}

/** Summed up before they are joined: there are fewer groups than rows. */
function summedRollups({ period, ...span }: Part, { filter = {}, groupBy }: RollupQuery): RawBuilder<unknown> {
  const names = groupBy.map((name) => sql.ref(name))
  const inner = sums.map((name) => summed(sql.ref(name), name))
  const outer = sums.map((name) => summed(sql.ref(name), name))
  return sql`SELECT ${sql.join([...names, ...outer])} FROM (
      SELECT group_id, ${sql.join(inner)} FROM rollups WHERE period = ${sql.lit(period)} AND ${within(span)} GROUP BY group_id
    ) AS summed JOIN rollup_groups USING (group_id) WHERE ${passes(filter)} ${groupedBy(names)}`
}

function summedAttempts(condition: RawBuilder<unknown>, { filter = {}, groupBy }: RollupQuery): RawBuilder<unknown> {
  const names = groupBy.map((name) => sql.ref(name))
  const totals = sums.map(total)
  return sql`SELECT ${sql.join([...names, ...totals])} FROM attempts WHERE ${condition} AND ${passes(filter)} ${groupedBy(names)}`
}

export function within({ from, to }: Span): RawBuilder<unknown> {
  return sql`start_time >= ${BigInt(Math.ceil(from))} AND start_time < ${BigInt(Math.ceil(to))}`
}

export function passes(filter: Partial<Record<string, readonly string[]>>): RawBuilder<unknown> {
  const conditions = Object.entries(filter).flatMap(([name, values]) => {
    if (!values) return []
    return values.length === 0 ? sql`1 = 0` : sql`${sql.ref(name)} IN (${sql.join(values)})`
  })
  return sql.join([sql`1 = 1`, ...conditions], sql` AND `)
}

export function groupedBy(names: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return names.length === 0 ? sql`` : sql`GROUP BY ${sql.join(names)}`
}
