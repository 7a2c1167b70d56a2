import fc from 'fast-check'
import { expect, it } from 'vitest'
import { piecesOf } from '../../../src/core/calendar.ts'
import { TimeZone } from '../../../src/core/time-zone.ts'
import { DAY_MS, HALF_HOUR_MS, PERIODS } from '../../../src/store/rollups/periods.ts'
import { rollUp } from '../../../src/store/rollups/roll-up.ts'
import type { StoreDatabase } from '../../../src/store/store-database.ts'
import { StoredReports } from '../../../src/store/stored-reports.ts'
import { Upkeep } from '../../../src/store/upkeep/upkeep.ts'
import type { LedgerRow } from '../../../src/usage/ledger.ts'
import type { UsageQuery } from '../../../src/usage/reports.ts'
import { anyFilter, DIMENSIONS } from '../../support/any-rows.ts'
import { describeDatabases, LASTING } from '../../support/databases.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { foldedAnswer, toldAnswer } from '../../support/folded-answer.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { keep, openTestDatabase } from '../../support/opened-database.ts'

/** Long enough for periods of every length, and less at both ends. */
const DAYS = 70
const END = new FakeClock().now()
const BEGIN = END - DAYS * DAY_MS

const outcome = fc.constantFrom('succeeded' as const, 'failed' as const, 'cancelled' as const)

const time = fc.oneof(
  fc.integer({ min: BEGIN, max: END }),
  fc.integer({ min: 0, max: DAYS * 96 }).map((quarter) => BEGIN + (quarter * HALF_HOUR_MS) / 2),
  fc.integer({ min: 0, max: DAYS }).map((day) => BEGIN + day * DAY_MS),
  fc.integer({ min: 0, max: 2 }).map((period) => Math.ceil(BEGIN / (30 * DAY_MS) + period) * 30 * DAY_MS),
)

const anyRow = fc.record({
  startTime: time,
  tenant: fc.constantFrom('acme', 'globex'),
  principal: fc.constantFrom('key-1', 'key-2'),
  user: fc.constantFrom('', 'ann', 'bob'),
  project: fc.constantFrom('', '"quoted"'),
  key: fc.constantFrom('k1', 'k2'),
  sourceAgent: fc.constantFrom('', "o'clock"),
  provider: fc.constantFrom('openai', 'azure'),
  model: fc.constantFrom('gpt-5-mini', 'gpt-4.1'),
  route: fc.constantFrom('', 'fast'),
  labels: fc.constantFrom('{}', '{"team":"search"}'),
  last: fc.boolean(),
  outcome,
  callOutcome: outcome,
  callLatencyMs: fc.integer({ min: 0, max: 10_000_000 }).map((us) => us / 1000),
  inputTokens: fc.bigInt({ min: 0n, max: 2n ** 31n }),
  cacheReadInputTokens: fc.bigInt({ min: 0n, max: 3n }),
  usageEstimated: fc.boolean(),
  costNanos: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  costEstimated: fc.boolean(),
})

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Asia/Kathmandu']

const anyQuery = fc
  .record({
    filter: anyFilter,
    groupBy: fc.subarray([...DIMENSIONS], { maxLength: 4 }),
    ends: fc.tuple(time, time),
    unit: fc.constantFrom(undefined, 'hour' as const, 'day' as const, 'week' as const, 'month' as const),
    zone: fc.constantFrom(...ZONES),
  })
  .map(({ filter, groupBy, ends, unit, zone }): UsageQuery => {
    const span = { from: Math.min(...ends), to: Math.max(...ends) }
    const pieces = unit && piecesOf(span, unit, new TimeZone(zone))
    return {
      filter: { ...filter, ...span },
      pieces: pieces?.length === 0 ? undefined : pieces,
      groupBy,
      order: [],
      total: true,
      percentiles: true,
      limit: 100_000,
      offset: 0,
    }
  })

const step = fc.oneof(
  fc.record({ kind: fc.constant('rows' as const), rows: fc.array(anyRow, { maxLength: 40 }) }),
  fc.record({ kind: fc.constantFrom('one' as const, 'both' as const), limit: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant('again' as const) }),
  fc.record({ kind: fc.constant('retention' as const), days: fc.integer({ min: 1, max: DAYS }) }),
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

async function rollAllUp(database: StoreDatabase, limit: number): Promise<void> {
  while ((await rollUp(database, limit)) > 0);
}

/** Does the step, and gives the rows that are left of those that were there and that it adds. */
async function taken(each: Step, rows: readonly LedgerRow[], databases: readonly [StoreDatabase, StoreDatabase]) {
  const [one, two] = databases
  switch (each.kind) {
    case 'rows': {
      const more = each.rows.map((values) => ledgerRow(values))
      await keep(one, more)
      return [...rows, ...more]
    }
    case 'one':
      await rollUp(one, each.limit)
      return rows
    case 'both':
      // One of them may find that the other took what it was about to take.
      await Promise.allSettled([rollUp(one, each.limit), rollUp(two, each.limit)])
      return rows
    case 'again':
      await keep(two, rows.toReversed())
      return rows
    case 'retention':
      await keptFor(each.days, one)
      return rows.filter(({ startTime }) => startTime >= Math.floor(END / DAY_MS - each.days) * DAY_MS)
  }
}

async function keptFor(retentionDays: number, database: StoreDatabase): Promise<void> {
  const clock = new FakeClock()
  const upkeep = new Upkeep(database, clock, { retentionDays })
  let ended = false
  const running = upkeep.runOnce().finally(() => {
    ended = true
  })
  while (!ended) await clock.advance(10)
  await running
  await upkeep.close()
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('reports tell what the rows tell, at every moment, of any time, calendar, filter and group', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(anyQuery, { minLength: 6, maxLength: 6 }),
        async (steps, queries) => {
          const url = await newUrl()
          const databases = [await openTestDatabase(url), await openTestDatabase(url)] as const
          const reports = new StoredReports(databases[0])
          let rows: readonly LedgerRow[] = []
          const check = async () => {
            for (const query of queries)
              expect(toldAnswer(await reports.query(query), query)).toEqual(foldedAnswer(rows, query))
          }
          for (const each of steps) rows = await taken(each, rows, databases)
          await check()
          await rollAllUp(databases[1], 100)
          await check()
        },
      ),
      { numRuns: 10 },
    )
  })

  it('attempts of one time alone can be added', async () => {
    const database = await openTestDatabase(await newUrl())
    const days = [0, 1, 1, 2, 3].map((day) => ledgerRow({ startTime: day * DAY_MS }))
    await keep(database, days)
    const time = { from: DAY_MS, to: 3 * DAY_MS }
    expect(await rollUp(database, 2, time)).toBe(2)
    expect(await rollUp(database, 2, time)).toBe(1)
    expect(await rollUp(database, 2, time)).toBe(0)
    expect(await rollUp(database, 100)).toBe(2)
  })

  it('two processes add each attempt once', async () => {
    const url = await newUrl()
    const databases = [await openTestDatabase(url), await openTestDatabase(url)]
    const rows = Array.from({ length: 600 }, (_, index) => ledgerRow({ startTime: index * 60_000, costNanos: 1n }))
    await keep(databases[0] as StoreDatabase, rows)
    let contended = 0
    const rollUpAll = async (database: StoreDatabase) => {
      for (;;) {
        const size = await rollUp(database, 5).catch(() => {
          contended += 1
          return 1
        })
        if (size === 0) return
      }
    }
    await Promise.all(databases.map(rollUpAll))
    const reading = await (databases[0] as StoreDatabase).reading()
    const kept = await reading
      .selectFrom('usage_sums')
      .where('grain', '=', 1n)
      .select(({ fn }) => fn.sum('cost_nanos').as('cost'))
      .executeTakeFirst()
    expect(Number(kept?.cost)).toBe(PERIODS.length * rows.length)
    expect(contended).toBeGreaterThan(0)
  })
})
