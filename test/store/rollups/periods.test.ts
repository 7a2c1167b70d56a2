import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverOf, DAY_MS, HALF_HOUR_MS, PERIODS } from '../../../src/store/rollups/periods.ts'

const LONGEST_MS = Math.max(...PERIODS)

const time = fc.oneof(
  fc.integer({ min: 0, max: 400 * DAY_MS }),
  fc.integer({ min: 0, max: 400 * 48 }).map((halfHour) => halfHour * HALF_HOUR_MS),
  fc.integer({ min: 0, max: 400 }).map((day) => day * DAY_MS),
)

const anySpan = fc.tuple(time, time).map((ends) => ({ from: Math.min(...ends), to: Math.max(...ends) }))

/** How often an instant is counted. */
function countAt(instant: number, spans: readonly { from: number; to: number; sign?: number }[]): number {
  return spans.reduce((sum, { from, to, sign = 1 }) => sum + (from <= instant && instant < to ? sign : 0), 0)
}

describe('the cover of a time', () => {
  it('counts each instant of it once and no other, by whole periods and less than half an hour at either end', () => {
    fc.assert(
      fc.property(anySpan, time, time, (span, firstDay, other) => {
        const { parts, edges, whole } = coverOf(span, Math.floor(firstDay / DAY_MS) * DAY_MS)
        const all = [...parts, ...edges]
        const ends = [...all, span].flatMap(({ from, to }) => [from - 1, from, to - 1, to])
        for (const instant of [...ends, other]) expect(countAt(instant, all)).toBe(countAt(instant, [span]))
        for (const { from, to, period } of parts) expect([from % period, to % period]).toEqual([0, 0])
        if (whole) for (const { from, to } of edges) expect(to - from).toBeLessThan(HALF_HOUR_MS)
      }),
      { numRuns: 1000 },
    )
  })

  it('uses no thirty days that begin before the first day of which anything is kept', () => {
    fc.assert(
      fc.property(anySpan, fc.integer({ min: 0, max: 400 }), (span, day) => {
        const firstDay = day * DAY_MS
        const longest = coverOf(span, firstDay).parts.filter(({ period }) => period === LONGEST_MS)
        for (const { from } of longest) expect(from).toBeGreaterThanOrEqual(firstDay)
      }),
    )
  })

  it('of a day in Berlin is a day and, at both ends, the hours that the clocks differ', () => {
    const midnight = 100 * DAY_MS - 2 * HALF_HOUR_MS
    expect(coverOf({ from: midnight, to: midnight + DAY_MS }, 0).parts).toEqual([
      { period: DAY_MS, sign: 1, from: 100 * DAY_MS, to: 101 * DAY_MS },
      { period: HALF_HOUR_MS, sign: 1, from: midnight, to: 100 * DAY_MS },
      { period: HALF_HOUR_MS, sign: -1, from: midnight + DAY_MS, to: 101 * DAY_MS },
    ])
  })
})
