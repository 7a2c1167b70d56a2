import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src/store/rollups/periods.ts'
import { rollUp } from '../../src/store/rollups/roll-up.ts'
import type { StoreDatabase } from '../../src/store/store-database.ts'
import { StoredReports } from '../../src/store/stored-reports.ts'
import type { UsageQuery } from '../../src/usage/reports.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { keep, openTestDatabase } from '../support/opened-database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const FILTER = { from: 0, to: 30 * DAY_MS, scope: {}, values: new Map(), labels: new Map() }
const SHORT: UsageQuery = {
  ...{ filter: FILTER, pieces: undefined, groupBy: [], order: [], total: true },
  ...{ percentiles: true, limit: 1, offset: 0 },
}
const LABELLED = { ...FILTER, labels: new Map([['team', 'search']]) }

async function newDatabase(): Promise<StoreDatabase> {
  const database = await openTestDatabase(`sqlite:${join(temporaryDirectory(), 'store.db')}`)
  await keep(database, [ledgerRow({ startTime: DAY_MS })])
  return database
}

/** Keeps one of the threads busy until the work is done. */
async function whileBusy(kind: 'reading' | 'scanning', database: StoreDatabase, work: () => Promise<void>) {
  const thread = (await database[kind]()).transaction().setAccessMode('read only')
  await thread.execute(work)
}

describe('while a report goes through many rows', () => {
  it('others that roll-ups answer are answered', async () => {
    const database = await newDatabase()
    const reports = new StoredReports(database)
    const told: string[] = []
    const long: Promise<unknown>[] = []
    await whileBusy('scanning', database, async () => {
      long.push(reports.query({ ...SHORT, filter: LABELLED }).then(() => told.push('labels')))
      long.push(reports.query({ ...SHORT, groupBy: ['user'] }).then(() => told.push('percentiles by user')))
      long.push(reports.requests(LABELLED, 1).then(() => told.push('requests')))
      expect((await reports.query(SHORT)).total?.attempts).toBe(1)
      expect(await reports.requests(FILTER, 1)).toHaveLength(1)
      expect(told).toEqual([])
    })
    await Promise.all(long)
    expect(told.toSorted()).toEqual(['labels', 'percentiles by user', 'requests'])
  })

  it('it does not wait for those that read little', async () => {
    const database = await newDatabase()
    const reports = new StoredReports(database)
    await whileBusy('reading', database, async () => {
      expect((await reports.query({ ...SHORT, filter: LABELLED })).total?.attempts).toBe(1)
      expect(await reports.rows(LABELLED, 1)).toHaveLength(1)
    })
  })

  it('many rows that are not in the roll-ups yet are many too', async () => {
    const database = await newDatabase()
    const row = ledgerRow({ startTime: DAY_MS })
    await keep(
      database,
      Array.from({ length: 10_000 }, (_, index) => ({ ...row, attemptId: String(index) })),
    )
    const reports = new StoredReports(database)
    let told = false
    const long: Promise<unknown>[] = []
    await whileBusy('scanning', database, async () => {
      long.push(reports.query(SHORT).then(() => (told = true)))
      const short = { ...SHORT, filter: { ...FILTER, from: 2 * DAY_MS } }
      expect((await reports.query(short)).total?.attempts).toBe(0)
      expect(told).toBe(false)
    })
    await Promise.all(long)
    while ((await rollUp(database, 5000)) > 0);
    await whileBusy('scanning', database, async () => {
      expect((await reports.query(SHORT)).total?.attempts).toBe(10_001)
    })
  })
})
