import { expect, it, onTestFinished } from 'vitest'
import { GRAINS } from '../../../src/store/rollups/dimensions.ts'
import { DAY_MS, HALF_HOUR_MS } from '../../../src/store/rollups/periods.ts'
import type { StoreDatabase } from '../../../src/store/store-database.ts'
import { StoredReports } from '../../../src/store/stored-reports.ts'
import { Lease } from '../../../src/store/upkeep/lease.ts'
import { Upkeep } from '../../../src/store/upkeep/upkeep.ts'
import { describeDatabases, LASTING } from '../../support/databases.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { keep, openTestDatabase } from '../../support/opened-database.ts'

const EVERYTHING = { from: 0, to: Date.UTC(9999, 0), scope: {}, values: new Map(), labels: new Map() }
const ASKED = { pieces: undefined, groupBy: [], order: [], total: true, percentiles: true, limit: 1, offset: 0 }

function newUpkeep(database: StoreDatabase, clock: FakeClock, retentionDays?: number): Upkeep {
  const upkeep = new Upkeep(database, clock, { retentionDays })
  onTestFinished(() => upkeep.close())
  return upkeep
}

/** Lets its pauses pass. */
async function ended(clock: FakeClock, running: Promise<unknown>): Promise<void> {
  let done = false
  const end = () => {
    done = true
  }
  running.then(end, end)
  while (!done) await clock.advance(50)
  await running
}

async function counts(database: StoreDatabase) {
  const reading = await database.reading()
  const sizeOf = async (table: 'attempts' | 'usage_sums' | 'usage_latencies') =>
    Number(
      (
        await reading
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('size'))
          .executeTakeFirst()
      )?.size,
    )
  return {
    attempts: await sizeOf('attempts'),
    rollups: await sizeOf('usage_sums'),
    latencies: await sizeOf('usage_latencies'),
  }
}

async function attemptsTold(database: StoreDatabase): Promise<number | undefined> {
  const { total } = await new StoredReports(database).query({ ...ASKED, filter: EVERYTHING })
  return total?.attempts
}

/** Of half hours and days. Those of thirty days go when all of their days have gone. */
async function shortRollups(database: StoreDatabase): Promise<number> {
  const short = (await database.reading()).selectFrom('usage_sums').where('period', '<=', BigInt(DAY_MS))
  return Number((await short.select(({ fn }) => fn.countAll().as('size')).executeTakeFirst())?.size)
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('rows older than the retention are deleted with their roll-ups, in many small steps, and the others stay', async () => {
    const database = await openTestDatabase(await newUrl())
    const clock = new FakeClock()
    const upkeep = newUpkeep(database, clock, 30)
    // Days may pass while its pauses do.
    const ages = [...Array.from({ length: 1200 }, () => 40), 32, 20, 1, 0]
    await keep(
      database,
      ages.map((days) => ledgerRow({ startTime: clock.now() - days * DAY_MS })),
    )
    await ended(clock, upkeep.runOnce())
    expect(upkeep.deleted).toBe(1201)
    expect(await counts(database)).toMatchObject({ attempts: 3 })
    expect(await attemptsTold(database)).toBe(3)
    expect(await shortRollups(database)).toBe(3 * 2 * GRAINS.length)
  })

  it('all rows are kept for ever unless something else is asked for', async () => {
    const database = await openTestDatabase(await newUrl())
    const clock = new FakeClock()
    await keep(database, [ledgerRow({ startTime: 0 })])
    await ended(clock, newUpkeep(database, clock).runOnce())
    expect(await counts(database)).toEqual({ attempts: 1, rollups: 3 * GRAINS.length, latencies: 3 })
  })

  it('works by itself, and goes on after a fault', async () => {
    const database = await openTestDatabase(await newUrl())
    const clock = new FakeClock()
    const upkeep = newUpkeep(database, clock)
    const rolledUp = async () => (await counts(database)).rollups
    upkeep.start()
    await keep(database, [ledgerRow()])
    while ((await rolledUp()) < 3 * GRAINS.length) await clock.advance(1000)
    await (await database.writing()).schema.alterTable('usage_sums').renameTo('away').execute()
    await keep(database, [ledgerRow({ startTime: HALF_HOUR_MS })])
    await clock.advance(60_000)
    await (await database.writing()).schema.alterTable('away').renameTo('usage_sums').execute()
    while ((await rolledUp()) < 5 * GRAINS.length) await clock.advance(1000)
    expect(await attemptsTold(database)).toBe(2)
  })

  it('one replica works at a time, and another takes over from one that is gone', async () => {
    const url = await newUrl()
    const clock = new FakeClock()
    const [one, two] = [await openTestDatabase(url), await openTestDatabase(url)]
    const lease = new Lease('upkeep', one, clock)
    expect(await lease.take()).toBe(true)
    expect(await lease.take()).toBe(true)
    await keep(two, [ledgerRow()])
    const upkeep = newUpkeep(two, clock)
    await ended(clock, upkeep.runOnce())
    expect(await counts(two)).toMatchObject({ rollups: 0 })
    await clock.advance(61_000)
    await ended(clock, upkeep.runOnce())
    expect(await counts(two)).toMatchObject({ rollups: 3 * GRAINS.length })
    expect(await lease.take()).toBe(true)
  })
})
