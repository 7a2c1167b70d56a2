import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { TimeSpan } from '../usage/calendar.ts'
import type { UsageAnswer, UsageFigures, UsageGroup, UsageOrder, UsageQuery } from '../usage/reports.ts'
import type { Schema } from './schema.ts'
import { conditionOf, dimensionColumns, inTime } from './usage-conditions.ts'
import {
  answered,
  type FigureRow,
  figureColumns,
  type PercentileRow,
  percentileColumns,
  toFigures,
} from './usage-figures.ts'

/** What tells a group from the others: the beginning of its piece of time, and its values by their columns. */
type GroupKey = { readonly piece: bigint } & Readonly<Record<string, bigint | string>>

const orderColumns: Readonly<Record<UsageOrder, string>> = {
  time: 'piece',
  cost: 'cost',
  requests: 'requests',
  failedRequests: 'failed',
  tokens: 'tokens',
}

const PIECE = sql<string>`CAST(piece_from AS BIGINT) AS piece`

/** Answers the query from `attempts`, all of one moment. */
export function readGroups(database: Kysely<Schema>, query: UsageQuery): Promise<UsageAnswer> {
  const snapshot = database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return snapshot.execute(async (reading) => {
    const found = await groupRows(reading, query)
    const page = found.slice(0, query.limit)
    const times = new Map(query.pieces?.map((piece) => [BigInt(Math.ceil(piece.from)), piece]))
    const percentiles = query.percentiles ? await percentilesOf(reading, query) : new Map<string, PercentileRow>()
    return {
      total: query.total ? await totalOf(reading, query) : undefined,
      groups: page.map((row) =>
        toGroup(row, times.get(row.piece) ?? query.filter, percentiles.get(keyOf(row, query)), query),
      ),
      more: found.length > page.length,
    }
  })
}

async function groupRows(reading: Transaction<Schema>, query: UsageQuery) {
  const order = query.order.map(({ by, ascending }) => {
    return sql`${sql.ref(orderColumns[by])} ${sql.raw(ascending ? 'ASC' : 'DESC')}`
  })
  const { rows } = await sql<GroupKey & FigureRow>`
    ${piecesOf(query)}
    SELECT ${keyColumns('piece_from', query, PIECE)}, ${figureColumns} FROM pieces CROSS JOIN attempts
    WHERE ${inPiece()} AND ${conditionOf(query.filter)}
    GROUP BY ${keyColumns('piece_from', query)}
    ORDER BY ${sql.join([...order, keyColumns('piece', query)])}
    LIMIT ${query.limit + 1} OFFSET ${query.offset}`.execute(reading)
  return rows
}

async function totalOf(reading: Transaction<Schema>, { filter, percentiles }: UsageQuery): Promise<UsageFigures> {
  const chosen = sql`FROM attempts WHERE ${inTime(filter)} AND ${conditionOf(filter)}`
  const { rows } = await sql<FigureRow>`SELECT ${figureColumns} ${chosen}`.execute(reading)
  if (!percentiles) return toFigures(rows[0] as FigureRow, undefined)
  const { rows: ranks } = await sql<PercentileRow>`
    SELECT ${percentileColumns} FROM (
      SELECT call_latency_us AS latency_us, ROW_NUMBER() OVER (ORDER BY call_latency_us) AS place,
        COUNT(*) OVER () AS size ${chosen} AND ${answered}
    ) AS ranked`.execute(reading)
  return toFigures(rows[0] as FigureRow, ranks[0])
}

async function percentilesOf(reading: Transaction<Schema>, query: UsageQuery): Promise<Map<string, PercentileRow>> {
  const group = sql`PARTITION BY ${keyColumns('piece_from', query)}`
  const { rows } = await sql<GroupKey & PercentileRow>`
    ${piecesOf(query)}
    SELECT ${keyColumns('piece', query)}, ${percentileColumns} FROM (
      SELECT ${keyColumns('piece_from', query, PIECE)}, call_latency_us AS latency_us,
        ROW_NUMBER() OVER (${group} ORDER BY call_latency_us) AS place, COUNT(*) OVER (${group}) AS size
      FROM pieces CROSS JOIN attempts
      WHERE ${inPiece()} AND ${conditionOf(query.filter)} AND ${answered}
    ) AS ranked GROUP BY ${keyColumns('piece', query)}`.execute(reading)
  return new Map(rows.map((row) => [keyOf(row, query), row]))
}

/**
 * The pieces as a table, of whole numbers that are ours. It is joined crosswise: SQLite then goes through the pieces and
 * finds the rows of each by their index on time, rather than the other way round.
 */
function piecesOf({ pieces, filter }: UsageQuery): RawBuilder<unknown> {
  const rows = (pieces ?? [filter]).map(({ from, to }) => sql.raw(`(${Math.ceil(from)}, ${Math.ceil(to)})`))
  return sql`WITH pieces (piece_from, piece_to) AS (VALUES ${sql.join(rows)})`
}

function inPiece(): RawBuilder<boolean> {
  return sql`start_time >= piece_from AND start_time < piece_to`
}

/** What groups are made by: the piece by its name, and the columns of the dimensions. */
function keyColumns(piece: string, { groupBy }: UsageQuery, written = sql.ref(piece)): RawBuilder<unknown> {
  return sql.join([written, ...groupBy.map((dimension) => sql.ref(dimensionColumns[dimension]))])
}

function keyOf(row: GroupKey, { groupBy }: UsageQuery): string {
  return JSON.stringify([String(row.piece), ...groupBy.map((dimension) => row[dimensionColumns[dimension]])])
}

function toGroup(
  row: GroupKey & FigureRow,
  { from, to }: TimeSpan,
  percentiles: PercentileRow | undefined,
  { groupBy }: UsageQuery,
): UsageGroup {
  const values = new Map(groupBy.map((dimension) => [dimension, row[dimensionColumns[dimension]] as string]))
  return { time: { from, to }, values, figures: toFigures(row, percentiles) }
}
