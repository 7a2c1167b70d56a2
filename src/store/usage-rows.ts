import { type Kysely, type Selectable, sql } from 'kysely'
import type { LedgerRow } from '../usage/ledger.ts'
import type { RowPosition, UsageFilter } from '../usage/reports.ts'
import { toLedgerRow } from './ledger-rows.ts'
import type { AttemptTable, Schema } from './schema.ts'
import { conditionOf, inTime } from './usage-conditions.ts'

type AttemptRow = Selectable<AttemptTable>

/** The attempts that pass, the oldest first, those after a position. */
export async function readRows(
  database: Kysely<Schema>,
  filter: UsageFilter,
  limit: number,
  after: RowPosition | undefined,
): Promise<LedgerRow[]> {
  const { rows } = await sql<AttemptRow>`
    SELECT * FROM attempts WHERE ${inTime(later(filter, after))} AND ${conditionOf(filter)} AND ${beyond('>', after)}
    ORDER BY start_time, attempt_id LIMIT ${limit}`.execute(database)
  return rows.map(toLedgerRow)
}

/** The requests whose last attempt passes, the newest first, those before a position; each with all of its rows. */
export async function readRequests(
  database: Kysely<Schema>,
  filter: UsageFilter,
  limit: number,
  before: RowPosition | undefined,
): Promise<LedgerRow[][]> {
  const { rows } = await sql<AttemptRow>`
    SELECT * FROM attempts
    WHERE ${inTime(earlier(filter, before))} AND last = 1 AND ${conditionOf(filter)} AND ${beyond('<', before)}
    ORDER BY start_time DESC, attempt_id DESC LIMIT ${limit}`.execute(database)
  const lasts = rows.map(toLedgerRow)
  const others = await earlierAttempts(database, lasts)
  return lasts.map((last) => [...(others.get(last.callId) ?? []), last])
}

/** What was tried before the last attempts. Its condition is that of the index `attempts_before_last`, literally. */
async function earlierAttempts(database: Kysely<Schema>, lasts: readonly LedgerRow[]) {
  const calls = lasts.filter(({ attemptIndex }) => attemptIndex > 0).map(({ callId }) => callId)
  if (calls.length === 0) return new Map<string, LedgerRow[]>()
  const { rows } = await sql<AttemptRow>`
    SELECT * FROM attempts WHERE last = 0 AND call_id IN (${sql.join(calls)})
    ORDER BY call_id, attempt_index`.execute(database)
  return Map.groupBy(rows.map(toLedgerRow), ({ callId }) => callId)
}

/** Narrowed for the sake of the index: rows of one moment are told apart by `beyond`. */
function later(filter: UsageFilter, after: RowPosition | undefined): UsageFilter {
  return after ? { ...filter, from: Math.max(filter.from, after.startTime) } : filter
}

function earlier(filter: UsageFilter, before: RowPosition | undefined): UsageFilter {
  return before ? { ...filter, to: Math.min(filter.to, before.startTime + 1) } : filter
}

function beyond(side: '<' | '>', position: RowPosition | undefined) {
  if (!position) return sql<boolean>`1 = 1`
  const { startTime, attemptId } = position
  return sql<boolean>`(start_time, attempt_id) ${sql.raw(side)} (${BigInt(startTime)}, ${attemptId})`
}
