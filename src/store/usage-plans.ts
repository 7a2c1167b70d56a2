import type { Kysely } from 'kysely'
import type { TimeSpan } from '../core/calendar.ts'
import type { UsageQuery } from '../usage/reports.ts'
import { DAY_MS, type Span } from './rollups/periods.ts'
import { type Plan, rollupPlan, rowPlan } from './rollups/plan.ts'
import { NOT_SUMMED_UP } from './rollups/roll-up.ts'
import type { Schema } from './schema.ts'
import { areSummed, type Chosen, haveLatencies } from './usage-parts.ts'

/** Where the sums of each time come from. `firstDay` is the earliest day of which sums are kept. */
export function figurePlan(chosen: Chosen, times: readonly TimeSpan[], firstDay: number): Plan {
  return areSummed(chosen) ? rollupPlan(times.map(whole), firstDay) : rowPlan(times.map(whole))
}

/** Where the latencies of each time come from. */
export function latencyPlan(chosen: Chosen, times: readonly TimeSpan[], firstDay: number): Plan {
  return haveLatencies(chosen) ? rollupPlan(times.map(whole), firstDay) : rowPlan(times.map(whole))
}

/** More than come in the time that attempts wait for the roll-ups, and few enough to be read in a moment. */
const MANY_ROWS = 10_000

/** Whether so much is read from rows that others should not wait for it. */
export async function readsManyRows(database: Kysely<Schema>, query: UsageQuery): Promise<boolean> {
  const { pieces = [query.filter], percentiles } = query
  const plans = [figurePlan(query, pieces, 0), ...(percentiles ? [latencyPlan(query, pieces, 0)] : [])]
  const rows = plans.flatMap((plan) => plan.rows)
  return rows.reduce((sum, { from, to }) => sum + to - from, 0) > DAY_MS || manyWait(database, whole(query.filter))
}

/** As when a ledger that was there before is summed up for the first time. */
async function manyWait(database: Kysely<Schema>, { from, to }: Span): Promise<boolean> {
  const waiting = database.selectFrom('attempts').select('start_time').where(NOT_SUMMED_UP)
  const inTime = waiting.where('start_time', '>=', BigInt(from)).where('start_time', '<', BigInt(to))
  return (await inTime.orderBy('start_time').limit(1).offset(MANY_ROWS).executeTakeFirst()) !== undefined
}

/** Rows have whole milliseconds. */
function whole({ from, to }: TimeSpan): Span {
  return { from: Math.ceil(from), to: Math.ceil(to) }
}
