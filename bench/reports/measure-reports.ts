import { statSync } from 'node:fs'
import { join } from 'node:path'
import { readStatistics } from '../../src/store/ledger-statistics.ts'
import { DAY_MS } from '../../src/store/rollups/periods.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import type { SqliteDatabase } from '../../src/store/sqlite/sqlite-database.ts'
import { StoredReports } from '../../src/store/stored-reports.ts'
import type { UsageReports } from '../../src/usage/reports.ts'
import { distributionOf } from '../statistics.ts'
import { type AskedReport, FROM_ROWS, SUMMED } from './asked-reports.ts'
import { rollUpRows, syncCommits, writeRows } from './fill-ledger.ts'
import { seededRandom } from './ledger-rows.ts'
import type { MeasuredReport, ReportsReport } from './report.ts'

const END = Date.UTC(2026, 10, 21, 15, 30)
const YEAR = { from: END - 365 * DAY_MS, to: END }
const MOST_REPEATS = 100
const ROWS_PER_REPEAT = 1000

/** For how long one report is asked again, at most. */
const LONGEST_MS = 6000

/** Writes so many rows into SQLite, rolls them up, and asks for reports whose times end anywhere in a day. */
export async function measureReports(directory: string, rows: number): Promise<ReportsReport> {
  const path = join(directory, 'reports.db')
  const repeats = Math.min(MOST_REPEATS, Math.ceil(rows / ROWS_PER_REPEAT))
  const database = await openSqlite(path)
  try {
    await syncCommits(database, false)
    const writeSeconds = await secondsOf(() => writeRows(database, rows, YEAR))
    const rollUpSeconds = await secondsOf(() => rollUpRows(database, YEAR))
    await syncCommits(database, true)
    await expectAll(rows, new StoredReports(database))
    return { rows, writeSeconds, rollUpSeconds, ...(await askedOf(database, path, repeats)) }
  } finally {
    await database.close()
  }
}

/** Asks for each report again and again, in a database that has the rows and their roll-ups. */
async function askedOf(database: SqliteDatabase, path: string, repeats: number) {
  const kept = (await database.reading()).selectFrom('usage_sums').select(({ fn }) => fn.countAll().as('size'))
  const rollups = Number((await kept.executeTakeFirst())?.size)
  const reports = new StoredReports(database)
  return {
    rollups,
    fileBytes: statSync(path).size,
    summed: await measuredAll(SUMMED, reports, repeats),
    fromRows: await measuredAll(FROM_ROWS, reports, repeats),
  }
}

/** What reports tell must be of all rows, or their times would say nothing. Throws an Error. */
async function expectAll(rows: number, reports: UsageReports): Promise<void> {
  const { total } = await readStatistics(reports, YEAR.from, YEAR.to, {})
  if (total.attempts !== rows) throw new Error(`Reports tell ${total.attempts} attempts of ${rows}.`)
}

async function measuredAll(asked: readonly AskedReport[], reports: UsageReports, repeats: number) {
  const measured: MeasuredReport[] = []
  for (const each of asked) measured.push(await measure(each, reports, repeats))
  return measured
}

async function measure({ title, ask }: AskedReport, reports: UsageReports, repeats: number): Promise<MeasuredReport> {
  const random = seededRandom(2)
  const taken: number[] = []
  const worked: number[] = []
  const end = performance.now() + LONGEST_MS
  for (let repeat = 0; repeat < repeats && (repeat === 0 || performance.now() < end); repeat++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    await ask(reports, END - Math.floor(random() * DAY_MS))
    const { user, system } = process.cpuUsage(before)
    taken.push(performance.now() - start)
    worked.push((user + system) / 1000)
  }
  return { title, ms: distributionOf(taken), processorMs: distributionOf(worked) }
}

async function secondsOf(action: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await action()
  return (performance.now() - start) / 1000
}
