import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CalendarUnit, mostPieces, pieceAround, piecesOf } from '../../src/core/calendar.ts'
import { TimeZone } from '../../src/core/time-zone.ts'

const HOUR_MS = 3_600_000

function pieces(from: string, to: string, unit: CalendarUnit, zone: string): [start: string, hours: number][] {
  return piecesOf({ from: Date.parse(from), to: Date.parse(to) }, unit, new TimeZone(zone)).map((piece) => [
    new Date(piece.from).toISOString().slice(0, 16),
    (piece.to - piece.from) / HOUR_MS,
  ])
}

describe('days', () => {
  it('have 23 hours where the clocks go forward', () => {
    expect(pieces('2026-03-28T23:00Z', '2026-03-30T22:00Z', 'day', 'Europe/Berlin')).toEqual([
      ['2026-03-28T23:00', 23],
      ['2026-03-29T22:00', 24],
    ])
  })

  it('have 25 hours where the clocks go back', () => {
    expect(pieces('2026-10-24T22:00Z', '2026-10-26T23:00Z', 'day', 'Europe/Berlin')).toEqual([
      ['2026-10-24T22:00', 25],
      ['2026-10-25T23:00', 24],
    ])
  })

  it('begin at half past where the zone is half an hour off', () => {
    expect(pieces('2026-01-01T18:30Z', '2026-01-03T18:30Z', 'day', 'Asia/Kolkata')).toEqual([
      ['2026-01-01T18:30', 24],
      ['2026-01-02T18:30', 24],
    ])
  })

  it('begin at one where the clocks skip midnight, and at the first of two midnights', () => {
    expect(pieces('2026-03-07T05:00Z', '2026-03-09T04:00Z', 'day', 'America/Havana')).toEqual([
      ['2026-03-07T05:00', 24],
      ['2026-03-08T05:00', 23],
    ])
    expect(pieces('2026-10-31T04:00Z', '2026-11-02T05:00Z', 'day', 'America/Havana')).toEqual([
      ['2026-10-31T04:00', 24],
      ['2026-11-01T04:00', 25],
    ])
  })

  it('that the calendar left out are not there', () => {
    expect(pieces('2011-12-29T10:00Z', '2012-01-01T10:00Z', 'day', 'Pacific/Apia')).toEqual([
      ['2011-12-29T10:00', 24],
      ['2011-12-30T10:00', 24],
      ['2011-12-31T10:00', 24],
    ])
  })
})

describe('hours', () => {
  it('are one fewer where the clocks go forward', () => {
    expect(pieces('2026-03-29T00:00Z', '2026-03-29T03:00Z', 'hour', 'Europe/Berlin')).toEqual([
      ['2026-03-29T00:00', 1],
      ['2026-03-29T01:00', 1],
      ['2026-03-29T02:00', 1],
    ])
    expect(pieces('2026-03-28T23:00Z', '2026-03-29T22:00Z', 'hour', 'Europe/Berlin')).toHaveLength(23)
  })

  it('are two of the same name where the clocks go back', () => {
    expect(pieces('2026-10-24T22:00Z', '2026-10-25T23:00Z', 'hour', 'Europe/Berlin')).toHaveLength(25)
  })

  it('begin when the clock is set, where that is by half an hour', () => {
    expect(pieces('2026-04-04T14:00Z', '2026-04-04T16:30Z', 'hour', 'Australia/Lord_Howe')).toEqual([
      ['2026-04-04T14:00', 1],
      ['2026-04-04T15:00', 0.5],
      ['2026-04-04T15:30', 1],
    ])
  })

  it('begin at half past, seen from UTC, in zones of half an hour', () => {
    expect(pieces('2026-01-01T00:00Z', '2026-01-01T02:00Z', 'hour', 'Asia/Kolkata')).toEqual([
      ['2026-01-01T00:00', 0.5],
      ['2026-01-01T00:30', 1],
      ['2026-01-01T01:30', 0.5],
    ])
  })
})

describe('weeks and months', () => {
  it('weeks begin on Monday', () => {
    expect(pieces('2026-11-18T00:00Z', '2026-12-01T00:00Z', 'week', 'UTC').map(([start]) => start)).toEqual([
      '2026-11-18T00:00',
      '2026-11-23T00:00',
      '2026-11-30T00:00',
    ])
  })

  it('months begin on their first day, with the offset that it has', () => {
    expect(pieces('2026-02-28T23:00Z', '2026-04-30T22:00Z', 'month', 'Europe/Berlin').map(([start]) => start)).toEqual([
      '2026-02-28T23:00',
      '2026-03-31T22:00',
    ])
  })

  it('the month around an instant is whole', () => {
    const { from, to } = pieceAround(Date.parse('2026-02-15T12:00Z'), 'month', new TimeZone('America/New_York'))
    expect([from, to].map((time) => new Date(time).toISOString())).toEqual([
      '2026-02-01T05:00:00.000Z',
      '2026-03-01T05:00:00.000Z',
    ])
  })
})

describe('pieces of any time in any zone', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Africa/Casablanca',
  ]
  const units = fc.constantFrom<CalendarUnit>('hour', 'day', 'week', 'month')
  const from = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2090-01-01') })

  it('follow one another without a gap, and each begins where the clock shows it', () => {
    fc.assert(
      fc.property(
        from,
        fc.integer({ min: 1, max: 400 * HOUR_MS }),
        units,
        fc.constantFrom(...zones),
        (start, length, unit, name) => {
          const zone = new TimeZone(name)
          const time = { from: start, to: start + length }
          const found = piecesOf(time, unit, zone)
          expect(found[0]?.from).toBe(time.from)
          expect(found.at(-1)?.to).toBe(time.to)
          found.slice(1).forEach((piece, index) => {
            expect(piece.from).toBe(found[index]?.to)
            const before = zone.offset(piece.from - 1)
            const shown = new Date(zone.wallTime(piece.from))
            const unitMs = unit === 'hour' ? HOUR_MS : 24 * HOUR_MS
            if (zone.offset(piece.from) === before) expect(shown.getTime() % unitMs).toBe(0)
            if (unit === 'month') expect(shown.getUTCDate()).toBe(1)
            if (unit === 'week') expect(shown.getUTCDay()).toBe(1)
          })
          expect(found.every((piece) => piece.from < piece.to)).toBe(true)
          expect(found.length).toBeLessThanOrEqual(2 * mostPieces(time, unit))
        },
      ),
      { numRuns: 300 },
    )
  })
})

it('an unknown zone is refused', () => {
  expect(() => new TimeZone('Mars/Olympus')).toThrow(RangeError)
})

describe('a time zone', () => {
  const plainOffset = (name: string, instant: number) => {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }).formatToParts(
      instant,
    )
    const shown = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(shown) ?? []
    return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
  }

  it('is as far ahead of UTC as the platform says, at any time and in any order', () => {
    const names = Intl.supportedValuesOf('timeZone')
    const instant = fc.integer({ min: 0, max: Date.parse('2100-01-01') })
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(instant, { minLength: 1, maxLength: 5 }), (name, instants) => {
        const zone = new TimeZone(name)
        for (const time of instants) expect(zone.offset(time)).toBe(plainOffset(name, time))
      }),
      { numRuns: 300 },
    )
  })

  it('is changed to the second', () => {
    const zone = new TimeZone('Europe/Berlin')
    const change = Date.parse('2026-03-29T01:00:00Z')
    expect([zone.offset(change - 1), zone.offset(change)]).toEqual([HOUR_MS, 2 * HOUR_MS])
  })
})
