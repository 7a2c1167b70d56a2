import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowAt } from '../../src/budgets/window.ts'

const HOUR = 3_600_000

function told(length: Parameters<typeof windowAt>[0], zone: string, at: string): string[] {
  const { start, end } = windowAt(length, zone, Date.parse(at))
  return [start, end].map((time) => new Date(time).toISOString())
}

describe('a window', () => {
  it('follows the clocks of its zone', () => {
    expect(told('day', 'UTC', '2026-11-21T15:00:00Z')).toEqual(['2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'])
    expect(told('day', 'America/New_York', '2026-11-21T03:00:00Z')).toEqual([
      '2026-11-20T05:00:00.000Z',
      '2026-11-21T05:00:00.000Z',
    ])
    expect(told('week', 'UTC', '2026-11-22T23:59:59Z')).toEqual([
      '2026-11-16T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ])
    expect(told('month', 'UTC', '2026-12-31T23:59:59Z')).toEqual([
      '2026-12-01T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    ])
    expect(told('hour', 'Asia/Kolkata', '2026-11-21T10:20:00Z')).toEqual([
      '2026-11-21T10:00:00.000Z',
      '2026-11-21T11:00:00.000Z',
    ])
  })

  it('is an hour shorter or longer where clocks are set', () => {
    const lengthOf = (at: string) => {
      const { start, end } = windowAt('day', 'Europe/Berlin', Date.parse(at))
      return (end - start) / HOUR
    }
    expect(lengthOf('2026-03-29T12:00:00Z')).toBe(23)
    expect(lengthOf('2026-10-25T12:00:00Z')).toBe(25)
    expect(lengthOf('2026-10-26T12:00:00Z')).toBe(24)
  })

  it('begins when clocks jump over midnight', () => {
    // Clocks in Beirut went from 24:00 on 28 March 2026 to 1:00.
    const { start } = windowAt('day', 'Asia/Beirut', Date.parse('2026-03-29T12:00:00Z'))
    expect(windowAt('day', 'Asia/Beirut', start - 1).end).toBe(start)
  })

  it('holds its moment, and the next one begins where it ends', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Beirut', 'Australia/Lord_Howe')
    const length = fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const)
    const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) })
    fc.assert(
      fc.property(length, zone, moment, (length, zone, now) => {
        const { start, end } = windowAt(length, zone, now)
        expect(start).toBeLessThanOrEqual(now)
        expect(now).toBeLessThan(end)
        expect(windowAt(length, zone, start)).toEqual({ start, end })
        expect(windowAt(length, zone, end).start).toBe(end)
      }),
      { numRuns: 500 },
    )
  })
})
