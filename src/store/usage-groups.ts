import { type Kysely, sql } from 'kysely'
import type { TimeSpan } from '../core/calendar.ts'
import type { UsageAnswer, UsageFigures, UsageGroup, UsageOrder, UsageQuery } from '../usage/reports.ts'
import { DAY_MS } from './rollups/periods.ts'
import type { Schema } from './schema.ts'
import { dimensionColumns } from './usage-conditions.ts'
import { type FigureRow, type GroupKey, type PercentileRow, summedColumns, toFigures } from './usage-figures.ts'
import { type Chosen, figureParts, keyOf } from './usage-parts.ts'
import { readPercentiles } from './usage-percentiles.ts'
import { figurePlan, latencyPlan } from './usage-plans.ts'

/** The database as of one moment. */
interface Snapshot {
  readonly reading: Kysely<Schema>
  /** The earliest day of which sums are kept. */
  readonly firstDay: number
}

const orderColumns: Readonly<Record<UsageOrder, string>> = {
  time: 'piece',
  cost: 'cost_nanos',
  requests: 'calls',
  failedRequests: 'failed_calls',
  tokens: 'tokens',
}

/**
 * Answers the query, all of one moment: from the roll-ups what they have, from the rows what is not in them yet and what is less
 * than half an hour at either end of a piece.
 */
export function readGroups(database: Kysely<Schema>, query: UsageQuery): Promise<UsageAnswer> {
  const transaction = database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return transaction.execute((reading) => groupsIn(reading, query))
}

/** The same within a transaction, of the moments that its statements see. */
export async function groupsIn(reading: Kysely<Schema>, query: UsageQuery): Promise<UsageAnswer> {
  const snapshot = { reading, firstDay: await firstDayIn(reading) }
  const times = query.pieces ?? [query.filter]
  const found = await groupRows(snapshot, query, times)
  const page = found.slice(0, query.limit)
  const percentiles = query.percentiles ? await percentilesOf(snapshot, query, times, page) : new Map()
  return {
    total: query.total ? await totalOf(snapshot, query) : undefined,
    groups: page.map((row) => {
      return toGroup(row, times[Number(row.piece)] ?? query.filter, percentiles.get(textOf(row, query)), query)
    }),
    more: found.length > page.length,
  }
}

async function firstDayIn(reading: Kysely<Schema>): Promise<number> {
  const days = reading.selectFrom('usage_sums').where('grain', '=', 0n).where('period', '=', BigInt(DAY_MS))
  const first = await days.select('start_time').orderBy('start_time').limit(1).executeTakeFirst()
  return Number(first?.start_time ?? 0n)
}

type GroupRow = GroupKey & FigureRow

async function groupRows({ reading, firstDay }: Snapshot, query: UsageQuery, times: readonly TimeSpan[]) {
  const parts = figureParts(figurePlan(query, times, firstDay), query)
  if (!parts) return []
  const order = query.order.map(({ by, ascending }) => {
    return sql`${sql.ref(orderColumns[by])} ${sql.raw(ascending ? 'ASC' : 'DESC')}`
  })
  // Where roll-ups take away as much as they add there is nothing.
  const { rows } = await sql<GroupRow>`
    SELECT ${keyOf(query)}, ${summedColumns}, SUM(input_tokens + output_tokens) AS tokens FROM (${parts}) AS parts
    GROUP BY ${keyOf(query)} HAVING SUM(attempts) > 0
    ORDER BY ${sql.join([...order, keyOf(query)])}
    LIMIT ${query.limit + 1} OFFSET ${query.offset}`.execute(reading)
  return rows
}

async function totalOf({ reading, firstDay }: Snapshot, { filter, percentiles }: UsageQuery): Promise<UsageFigures> {
  const all = { filter, groupBy: [] }
  const parts = figureParts(figurePlan(all, [filter], firstDay), all)
  if (!parts) return toFigures()
  const total = sql<FigureRow>`SELECT ${summedColumns} FROM (${parts}) AS parts GROUP BY piece`
  const { rows } = await total.execute(reading)
  const [ranks] = percentiles ? await readPercentiles(reading, all, latencyPlan(all, [filter], firstDay)) : []
  return toFigures(rows[0], ranks)
}

/** Those of the pieces that a page shows. */
async function percentilesOf(
  { reading, firstDay }: Snapshot,
  query: UsageQuery,
  times: readonly TimeSpan[],
  page: readonly GroupKey[],
): Promise<Map<string, PercentileRow>> {
  const shown = new Set(page.map(({ piece }) => Number(piece)))
  const spans = times.map((time, piece) => (shown.has(piece) ? time : { from: time.from, to: time.from }))
  const rows = await readPercentiles(reading, query, latencyPlan(query, spans, firstDay))
  return new Map(rows.map((row) => [textOf(row, query), row]))
}

function textOf(row: GroupKey, { groupBy }: Chosen): string {
  return JSON.stringify([String(row.piece), ...groupBy.map((dimension) => row[dimensionColumns[dimension]])])
}

function toGroup(
  row: GroupRow,
  { from, to }: TimeSpan,
  percentiles: PercentileRow | undefined,
  { groupBy }: Chosen,
): UsageGroup {
  const values = new Map(groupBy.map((dimension) => [dimension, row[dimensionColumns[dimension]] as string]))
  return { time: { from, to }, values, figures: toFigures(row, percentiles) }
}
