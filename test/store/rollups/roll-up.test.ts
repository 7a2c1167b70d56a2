import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dimensions } from '../../../src/store/rollups/dimensions.ts'
import { DAY_MS, HOUR_MS, PERIODS } from '../../../src/store/rollups/periods.ts'
import { type RollupFigures, type RollupQuery, readRollups } from '../../../src/store/rollups/read-rollups.ts'
import { rollUp } from '../../../src/store/rollups/roll-up.ts'
import type { StoreDatabase } from '../../../src/store/store-database.ts'
import type { LedgerRow } from '../../../src/usage/ledger.ts'
import { describeDatabases, LASTING } from '../../support/databases.ts'
import { foldedRollups } from '../../support/folded-rollups.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { keep, openTestDatabase } from '../../support/opened-database.ts'

/** Long enough for periods of every length, and less at both ends. */
const DAYS = 70

const outcome = fc.constantFrom('succeeded' as const, 'failed' as const, 'cancelled' as const)

const anyRow = fc.record({
  startTime: fc.oneof(
    fc.integer({ min: 0, max: DAYS * DAY_MS }),
    fc.integer({ min: 0, max: DAYS * 24 }).map((hour) => hour * HOUR_MS),
    fc.constantFrom(0, 30, 60).map((day) => day * DAY_MS),
  ),
  tenant: fc.constantFrom('acme', 'default'),
  user: fc.constantFrom('', 'ann', 'bob'),
  project: fc.constantFrom('', 'search'),
  key: fc.constantFrom('k1', 'k2'),
  sourceAgent: fc.constantFrom('planner', "o'brien"),
  provider: fc.constantFrom('openai', 'azure'),
  model: fc.constantFrom('gpt-5-mini', 'gpt-4.1'),
  route: fc.constantFrom('', 'fast'),
  last: fc.boolean(),
  outcome,
  callOutcome: outcome,
  callLatencyMs: fc.integer({ min: 0, max: 10_000 }),
  inputTokens: fc.bigInt({ min: 0n, max: 2n ** 31n }),
  usageEstimated: fc.boolean(),
  costNanos: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  costEstimated: fc.boolean(),
})

const time = fc.oneof(
  fc.integer({ min: -DAY_MS, max: (DAYS + 1) * DAY_MS }),
  fc.integer({ min: -1, max: DAYS * 24 + 1 }).map((hour) => hour * HOUR_MS),
  fc.constantFrom(0, 30, 60).map((day) => day * DAY_MS),
)

const anyQuery = fc.record({
  groupBy: fc.subarray([...dimensions]),
  filter: fc.record(
    {
      tenant: fc.subarray(['acme', 'default', 'none']),
      key_id: fc.subarray(['k1', 'k2']),
      outcome: fc.subarray(['succeeded', 'failed']),
    },
    { requiredKeys: [] },
  ),
  from: time,
  to: time,
})

const step = fc.oneof(
  fc.record({ kind: fc.constant('rows' as const), rows: fc.array(anyRow, { maxLength: 60 }) }),
  fc.record({ kind: fc.constantFrom('one' as const, 'both' as const), limit: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant('again' as const) }),
)

/** Whatever the order of rows, and of the values in them. */
function sorted(figures: readonly RollupFigures[]): string[] {
  return figures.map((row) => Object.entries(row).sort().join(' ')).sort()
}

async function figures(database: StoreDatabase, query: RollupQuery): Promise<readonly RollupFigures[]> {
  return readRollups(await database.reading(), query)
}

async function rollAllUp(database: StoreDatabase, limit: number): Promise<void> {
  while ((await rollUp(database, limit)) > 0);
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('roll-ups tell what the rows tell, at every moment, of any time, filter and group', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 8 }),
        fc.array(anyQuery, { minLength: 3, maxLength: 3 }),
        async (steps, queries) => {
          const url = await newUrl()
          const [one, two] = [await openTestDatabase(url), await openTestDatabase(url)]
          const rows: LedgerRow[] = []
          for (const each of steps) {
            if (each.kind === 'again') await keep(two, rows.toReversed())
            if (each.kind === 'one') await rollUp(one, each.limit)
            // One of them may find that the other took what it was about to take.
            if (each.kind === 'both') await Promise.allSettled([rollUp(one, each.limit), rollUp(two, each.limit)])
            if (each.kind === 'rows') {
              const more = each.rows.map((values) => ledgerRow(values))
              await keep(one, more)
              rows.push(...more)
            }
          }
          const check = async () => {
            for (const query of queries)
              expect(sorted(await figures(one, query))).toEqual(sorted(foldedRollups(rows, query)))
          }
          await check()
          await rollAllUp(two, 25)
          await check()
        },
      ),
      { numRuns: 12 },
    )
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
      .selectFrom('rollups')
      .select(({ fn }) => fn.sum('cost_nanos').as('cost'))
      .executeTakeFirst()
    expect(Number(kept?.cost)).toBe(PERIODS.length * rows.length)
    expect(contended).toBeGreaterThan(0)
  })
})
