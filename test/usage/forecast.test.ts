import { describe, expect, it } from 'vitest'
import { type DaySpend, type Forecast, type ForecastInput, forecast } from '../../src/usage/forecast.ts'
import { seededRandom } from '../support/seeded-random.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A Monday. */
const START = Date.parse('2026-01-05T00:00:00Z')
const DOLLAR = 1_000_000_000

/** What a day costs, in dollars; days are counted from START. */
type Spend = (day: number) => number

function dayOf(day: number, spend: number, hours = 24): DaySpend {
  const from = START + day * DAY_MS
  return {
    from,
    to: from + DAY_MS,
    weekday: (day + 1) % 7,
    hours: Array.from({ length: hours }, (_, hourOfDay) => ({
      from: from + hourOfDay * HOUR_MS,
      to: from + (hourOfDay + 1) * HOUR_MS,
      hourOfDay,
      nanos: BigInt(Math.round((spend / 24) * DOLLAR)),
    })),
  }
}

/** The forecast at noon of a day for the days up to `last`, of which the first that counts is `first`. */
function forecastAt(day: number, spend: Spend, { first = day, last = day } = {}): Forecast {
  const now = START + day * DAY_MS + 12 * HOUR_MS
  const input: ForecastInput = {
    now,
    period: { from: START + first * DAY_MS, to: START + (last + 1) * DAY_MS },
    past: Array.from({ length: Math.min(day, 56) }, (_, index) => day - Math.min(day, 56) + index).map((past) => {
      return dayOf(past, spend(past))
    }),
    today: dayOf(day, spend(day), 12),
    coming: Array.from({ length: last - day }, (_, index) => ({ weekday: (day + 1 + index + 1) % 7 })),
  }
  return forecast(input)
}

function dollars(nanos: bigint | undefined): number {
  return Math.round(Number(nanos ?? -1n) / 1e6) / 1000
}

describe('the forecast', () => {
  it('of steady days is what they cost', () => {
    const { spent, forecast: expected, range, method } = forecastAt(30, () => 24, { last: 36 })
    expect([dollars(spent), dollars(expected), method]).toEqual([12, 24 * 7, 'trend_and_weekday'])
    expect([dollars(range?.low), dollars(range?.high)]).toEqual([24 * 7, 24 * 7])
  })

  it('goes on with a line that rises', () => {
    const { forecast: expected } = forecastAt(30, (day) => 10 + day, { last: 32 })
    expect(dollars(expected)).toBe(40 + 41 + 42)
  })

  it('knows that weekends are quiet', () => {
    const quiet = (day: number) => ([5, 6].includes(day % 7) ? 2 : 30)
    // The 35th day is a Monday.
    expect(dollars(forecastAt(35, quiet, { last: 41 }).forecast)).toBe(5 * 30 + 2 * 2)
  })

  it('counts what was spent in the period before today', () => {
    expect(dollars(forecastAt(30, () => 24, { first: 28, last: 30 }).spent)).toBe(60)
  })

  it('of less than a week goes on at the same rate and has no range', () => {
    const { forecast: expected, range, method } = forecastAt(3, () => 24, { last: 4 })
    expect([dollars(expected), range, method]).toEqual([12 + 36, undefined, 'rate'])
  })

  it('of less than three weeks knows no days of the week', () => {
    expect(forecastAt(14, () => 24).method).toBe('trend')
  })

  it('does not take the day on which spending began for a whole one', () => {
    const { historyDays, forecast: expected } = forecastAt(30, (day) => (day < 15 ? 0 : day === 15 ? 1 : 24))
    expect([historyDays, dollars(expected)]).toEqual([14, 24])
  })

  it('of nothing is nothing', () => {
    expect(forecastAt(30, () => 0)).toEqual({
      spent: 0n,
      forecast: 0n,
      range: undefined,
      method: 'none',
      historyDays: 0,
    })
  })

  it('is never below what was spent, however steeply spending fell', () => {
    const { spent, forecast: expected, range } = forecastAt(30, (day) => Math.max(60 - 2 * day, 0.1), { last: 50 })
    expect(expected).toBeGreaterThanOrEqual(spent)
    expect(range?.low).toBeGreaterThanOrEqual(spent)
  })

  it.each([
    ['ten days', 10, 0],
    ['forty days and quiet Saturdays', 40, 20],
  ])('holds what came in its range in about 80 of 100 cases, with a history of %s', (_, day, quieter) => {
    const random = seededRandom(7)
    const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
    const runs = Array.from({ length: 400 }, () => {
      const spends = Array.from({ length: day + 7 }, (_, index) => {
        return 100 + index - (index % 7 === 5 ? quieter : 0) + 8 * normal()
      })
      const { range } = forecastAt(day, (index) => spends[index] ?? 0, { last: day + 6 })
      const actual = BigInt(Math.round(spends.slice(day).reduce((a, b) => a + b, 0) * DOLLAR))
      return range && range.low <= actual && actual <= range.high
    })
    const held = runs.filter(Boolean).length / runs.length
    expect(held).toBeGreaterThan(0.74)
    expect(held).toBeLessThan(0.88)
  })
})
