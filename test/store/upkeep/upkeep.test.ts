import { expect, it, onTestFinished } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/store/rollups/periods.ts'
import { readRollups } from '../../../src/store/rollups/read-rollups.ts'
import type { StoreDatabase } from '../../../src/store/store-database.ts'
import { Lease } from '../../../src/store/upkeep/lease.ts'
import { Upkeep } from '../../../src/store/upkeep/upkeep.ts'
import { describeDatabases, LASTING } from '../../support/databases.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { keep, openTestDatabase } from '../../support/opened-database.ts'

const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER, groupBy: [] }

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
  const sizeOf = async (table: 'attempts' | 'rollups' | 'rollup_latencies') =>
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
    rollups: await sizeOf('rollups'),
    latencies: await sizeOf('rollup_latencies'),
  }
}

async function attemptsTold(database: StoreDatabase, from = 0): Promise<number> {
  return Number((await readRollups(await database.reading(), { ...EVERYTHING, from }))[0]?.attempts)
}

/** Of hours and days. Those of thirty days go when all of their days have gone. */
async function shortRollups(database: StoreDatabase): Promise<number> {
  const short = (await database.reading()).selectFrom('rollups').where('period', '<=', BigInt(DAY_MS))
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
    expect(await attemptsTold(database, clock.now() - 30 * DAY_MS)).toBe(3)
    expect(await shortRollups(database)).toBe(6)
  })

  it('all rows are kept for ever unless something else is asked for', async () => {
    const database = await openTestDatabase(await newUrl())
    const clock = new FakeClock()
    await keep(database, [ledgerRow({ startTime: 0 })])
    await ended(clock, newUpkeep(database, clock).runOnce())
    expect(await counts(database)).toEqual({ attempts: 1, rollups: 3, latencies: 3 })
  })

  it('works by itself, and goes on after a fault', async () => {
    const database = await openTestDatabase(await newUrl())
    const clock = new FakeClock()
    const upkeep = newUpkeep(database, clock)
    const rolledUp = async () => (await counts(database)).rollups
    upkeep.start()
    await keep(database, [ledgerRow()])
    while ((await rolledUp()) < 3) await clock.advance(1000)
    await (await database.writing()).schema.alterTable('rollups').renameTo('away').execute()
    await keep(database, [ledgerRow({ startTime: HOUR_MS })])
    await clock.advance(60_000)
    await (await database.writing()).schema.alterTable('away').renameTo('rollups').execute()
    while ((await rolledUp()) < 5) await clock.advance(1000)
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
    expect(await counts(two)).toMatchObject({ rollups: 3 })
    expect(await lease.take()).toBe(true)
  })
})
