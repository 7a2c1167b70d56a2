import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketOf, latencyOf } from '../../../src/store/rollups/latency-bucket.ts'
import { DAY_MS, HOUR_MS } from '../../../src/store/rollups/periods.ts'
import { readLatencies } from '../../../src/store/rollups/read-latencies.ts'
import { rollUp } from '../../../src/store/rollups/roll-up.ts'
import { describeDatabases, LASTING } from '../../support/databases.ts'
import { ledgerRow } from '../../support/ledger-row.ts'
import { keep, openTestDatabase } from '../../support/opened-database.ts'

const ERROR = 0.025

describe('a bucket of latencies', () => {
  it('stands for each latency in it, within 2.5 % or half a microsecond', () => {
    const latency = fc.oneof(fc.nat(2000), fc.nat(10_000_000), fc.integer({ min: 0, max: 86_400_000_000 }))
    fc.assert(
      fc.property(latency, (us) => {
        expect(Math.abs(latencyOf(bucketOf(us)) - us)).toBeLessThanOrEqual(Math.max(0.5, us * ERROR))
        expect(bucketOf(bucketOf(us))).toBe(bucketOf(us))
      }),
      { numRuns: 2000 },
    )
  })

  it('is as wide as the others of its size', () => {
    const buckets = new Set(Array.from({ length: 9_000_000 }, (_, index) => bucketOf(1_000_000 + index)))
    expect(buckets.size).toBe(20 + 30 + 20)
  })
})

describeDatabases(LASTING, ({ newUrl }) => {
  it('percentiles of the roll-ups are near the exact ones, whether or not rows are in them', async () => {
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
        const span = { from: 1.5 * HOUR_MS, to: 2.7 * DAY_MS }
        const found = await readLatencies(await database.reading(), { ...span, groupBy: ['model'], percents: [50, 99] })
        const asked = rows.filter(({ startTime }) => startTime >= span.from && startTime < span.to)
        const exact = Map.groupBy(asked, ({ model }) => model)
        expect(found.map(({ model }) => model)).toEqual([...exact.keys()].sort())
        for (const { model = '', latencies } of found) {
          const sorted = (exact.get(model) ?? []).map((row) => row.callLatencyMs).sort((a, b) => a - b)
          const [p50 = 0, p99 = 0] = [50, 99].map((percent) => sorted[Math.ceil((sorted.length * percent) / 100) - 1])
          expect(Math.abs((latencies[0] ?? 0) - p50)).toBeLessThanOrEqual(p50 * ERROR + 0.001)
          expect(Math.abs((latencies[1] ?? 0) - p99)).toBeLessThanOrEqual(p99 * ERROR + 0.001)
        }
      }),
      { numRuns: 10 },
    )
  })
})
