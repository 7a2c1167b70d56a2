import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { valuesOf } from '../../src/store/ledger-columns.ts'
import { DAY_MS } from '../../src/store/rollups/periods.ts'
import { readLatencies } from '../../src/store/rollups/read-latencies.ts'
import { readRollups } from '../../src/store/rollups/read-rollups.ts'
import { rollUp } from '../../src/store/rollups/roll-up.ts'
import type { Schema } from '../../src/store/schema.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import type { SqliteDatabase } from '../../src/store/sqlite/sqlite-database.ts'
import { distributionOf } from '../statistics.ts'
import { ledgerRows, seededRandom } from './ledger-rows.ts'
import type { ReportsReport } from './report.ts'

const END = Date.UTC(2026, 10, 21, 15, 30)
const DAYS = 365
const ROWS_AT_ONCE = 5000
const REPEATS = 100

type Read = (database: Kysely<Schema>, from: number, to: number) => Promise<unknown>

interface Asked {
  readonly title: string
  readonly days: number
  readonly read: Read
}

const byModel: Read = (database, from, to) => readRollups(database, { from, to, groupBy: ['provider', 'model'] })
const percentiles: Read = (database, from, to) =>
  readLatencies(database, { from, to, groupBy: ['provider', 'model'], percents: [50, 95, 99] })

const ASKED: readonly Asked[] = [
  { title: 'a year by model', days: DAYS, read: byModel },
  {
    title: 'a year of one tenant by user',
    days: DAYS,
    read: (database, from, to) =>
      readRollups(database, { from, to, filter: { tenant: ['tenant-1'] }, groupBy: ['user_name'] }),
  },
  {
    title: '30 days by project and agent',
    days: 30,
    read: (database, from, to) => readRollups(database, { from, to, groupBy: ['project', 'source_agent'] }),
  },
  {
    title: '24 hours by key',
    days: 1,
    read: (database, from, to) => readRollups(database, { from, to, groupBy: ['key_id'] }),
  },
  { title: 'percentiles of a year by model', days: DAYS, read: percentiles },
  { title: 'percentiles of 30 days by model', days: 30, read: percentiles },
]

/** Writes so many rows into SQLite, rolls them up, and asks for reports whose times begin and end anywhere. */
export async function measureReports(directory: string, rows: number): Promise<ReportsReport> {
  const path = join(directory, 'reports.db')
  const database = await openSqlite(path)
  try {
    const writeSeconds = await secondsOf(() => write(database, rows))
    const rollUpSeconds = await secondsOf(async () => {
      while ((await rollUp(database, ROWS_AT_ONCE)) > 0);
    })
    const reading = await database.reading()
    const size = await reading
      .selectFrom('rollups')
      .select(({ fn }) => fn.countAll().as('size'))
      .executeTakeFirst()
    const reports: ReportsReport['reports'][number][] = []
    for (const asked of ASKED) reports.push({ title: asked.title, ms: await measure(asked, reading) })
    const fileBytes = statSync(path).size
    return { rows, fileBytes, writeSeconds, rollUpSeconds, rollups: Number(size?.size), reports }
  } finally {
    await database.close()
  }
}

async function write(database: SqliteDatabase, rows: number): Promise<void> {
  let batch: ReturnType<typeof valuesOf>[] = []
  for (const row of ledgerRows(rows, END - DAYS * DAY_MS, END)) {
    batch.push(valuesOf(row))
    if (batch.length < ROWS_AT_ONCE) continue
    await database.insertAttempts(batch)
    batch = []
  }
  if (batch.length > 0) await database.insertAttempts(batch)
}

async function measure({ days, read }: Asked, database: Kysely<Schema>) {
  const random = seededRandom(2)
  const taken: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const to = END - Math.floor(random() * DAY_MS)
    const from = to - days * DAY_MS
    const start = performance.now()
    await read(database, from, to)
    taken.push(performance.now() - start)
  }
  return distributionOf(taken)
}

async function secondsOf(action: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await action()
  return (performance.now() - start) / 1000
}
