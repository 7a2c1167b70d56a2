import type { TimeZone, WallTime } from './time-zone.ts'

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month'

/** Epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MONDAY = 1

const SHORTEST_MS: Readonly<Record<CalendarUnit, number>> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
}

/** How many pieces a time has, at most; nearly so many, where it is long. */
export function mostPieces({ from, to }: TimeSpan, unit: CalendarUnit): number {
  return Math.ceil((to - from) / SHORTEST_MS[unit]) + 1
}

/** The hours, days, weeks or months of a zone's calendar that lie in the time, the first and last cut to it. */
export function piecesOf({ from, to }: TimeSpan, unit: CalendarUnit, zone: TimeZone): TimeSpan[] {
  const pieces: TimeSpan[] = []
  for (let start = from; start < to; ) {
    const end = endOfPiece(start, unit, zone)
    pieces.push({ from: start, to: Math.min(end, to) })
    start = end
  }
  return pieces
}

/** The whole day, week or month in which the instant is. */
export function pieceAround(instant: number, unit: Exclude<CalendarUnit, 'hour'>, zone: TimeZone): TimeSpan {
  const from = zone.firstInstantAt(startOnWall(zone.wallTime(instant), unit))
  return { from, to: endOfPiece(instant, unit, zone) }
}

function endOfPiece(instant: number, unit: CalendarUnit, zone: TimeZone): number {
  const wall = zone.wallTime(instant)
  if (unit === 'hour') {
    const full = instant + HOUR_MS - modulo(wall, HOUR_MS)
    return zone.changeBetween(instant, full)
  }
  let next = nextOnWall(startOnWall(wall, unit), unit)
  let end = zone.firstInstantAt(next)
  // A day that the calendar leaves out ends where it begins.
  while (end <= instant) {
    next = nextOnWall(next, unit)
    end = zone.firstInstantAt(next)
  }
  return end
}

function startOnWall(wall: WallTime, unit: Exclude<CalendarUnit, 'hour'>): WallTime {
  const midnight = wall - modulo(wall, DAY_MS)
  const date = new Date(midnight)
  switch (unit) {
    case 'day':
      return midnight
    case 'week':
      return midnight - modulo(date.getUTCDay() - MONDAY, 7) * DAY_MS
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  }
}

function nextOnWall(start: WallTime, unit: Exclude<CalendarUnit, 'hour'>): WallTime {
  const date = new Date(start)
  switch (unit) {
    case 'day':
      return start + DAY_MS
    case 'week':
      return start + 7 * DAY_MS
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
