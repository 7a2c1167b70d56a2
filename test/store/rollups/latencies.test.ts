import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { bucketIn, latencyOf } from '../../../src/store/rollups/latency-bucket.ts'
import { DAY_MS } from '../../../src/store/rollups/periods.ts'
import { rollUp } from '../../../src/store/rollups/roll-up.ts'
import { StoredReports } from '../../../src/store/stored-reports.ts'
import { describeDatabases, LASTING } from '../../support/databases.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { keep, openTestDatabase } from '../../support/opened-database.ts'

const ERROR = 0.025

describe('a bucket of latencies', () => {
  it('stands for each latency in it, within 2.5 % or half a microsecond', async () => {
    const latency = fc.oneof(fc.nat(2000), fc.nat(10_000_000), fc.integer({ min: 0, max: 86_400_000_000 }))
    const anyLatencies = fc.array(latency, { minLength: 200, maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(anyLatencies, async (latencies) => {
        for (const [us, bucket] of await bucketsOf(latencies)) {
          expect(Math.abs(latencyOf(bucket) - us)).toBeLessThanOrEqual(Math.max(0.5, us * ERROR))
        }
      }),
      { numRuns: 10 },
    )
  })

  it('is as wide as the others of its size', async () => {
    const latencies = Array.from({ length: 9000 }, (_, index) => 1_000_000 + 1000 * index)
    const buckets = new Set((await bucketsOf(latencies)).map(([, bucket]) => bucket))
    expect(buckets.size).toBe(20 + 30 + 20)
    const again = await bucketsOf([...buckets])
    for (const [bucket, itself] of again) expect(itself).toBe(bucket)
  })
})

/** Each latency with the bucket that the database counts it in. */
async function bucketsOf(latencies: readonly number[]): Promise<(readonly [us: number, bucket: number])[]> {
  const database = await openTestDatabase('sqlite::memory:')
  const given = sql`json_each(${JSON.stringify(latencies)})`
  const asked = sql<{ us: bigint; bucket: bigint }>`SELECT value AS us, ${bucketIn(sql`value`)} AS bucket FROM ${given}`
  const { rows } = await asked.execute(await database.reading())
  return rows.map(({ us, bucket }) => [Number(us), Number(bucket)])
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('percentiles of the roll-ups are near the exact ones, whether or not rows are in them', {
    timeout: 120_000,
  }, async () => {
    const anyLatencies = fc.array(
      fc.record({
        startTime: fc.integer({ min: 0, max: 3 * DAY_MS }),
        callLatencyMs: fc.double({ min: 1, max: 100_000, noNaN: true }),
        model: fc.constantFrom('a', 'b'),
      }),
      { minLength: 1, maxLength: 80 },
    )
    await fc.assert(
      fc.asyncProperty(anyLatencies, fc.nat(80), async (values, inRollups) => {
        const database = await openTestDatabase(await newUrl())
        const rows = values.map((each) => ledgerRow(each))
        await keep(database, rows)
        if (inRollups > 0) await rollUp(database, inRollups)
        const span = { from: DAY_MS / 16, to: 2.7 * DAY_MS }
        const filter = { ...span, scope: {}, values: new Map(), labels: new Map() }
        const { groups } = await new StoredReports(database).query({
          ...{ filter, pieces: undefined, groupBy: ['model'], order: [], total: false, percentiles: true },
          ...{ limit: 10, offset: 0 },
        })
        const asked = rows.filter(({ startTime }) => startTime >= span.from && startTime < span.to)
        const exact = Map.groupBy(asked, ({ model }) => model)
        expect(groups.map(({ values }) => values.get('model'))).toEqual([...exact.keys()].sort())
        for (const { values, figures } of groups) {
          const sorted = (exact.get(values.get('model') ?? '') ?? [])
            .map((row) => row.callLatencyMs)
            .sort((a, b) => a - b)
          const [p50 = 0, p99 = 0] = [50, 99].map((percent) => sorted[Math.ceil((sorted.length * percent) / 100) - 1])
          expect(Math.abs(figures.p50LatencyMs - p50)).toBeLessThanOrEqual(p50 * ERROR + 0.001)
          expect(Math.abs(figures.p99LatencyMs - p99)).toBeLessThanOrEqual(p99 * ERROR + 0.001)
        }
      }),
      { numRuns: 10 },
    )
  })
})
