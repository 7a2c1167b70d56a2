import { wallClock } from '../core/time-zone.ts'

/** How long a budget lasts before it begins anew. */
export type WindowLength = 'hour' | 'day' | 'week' | 'month' | 'lifetime'

/** Epoch milliseconds, the start inclusive and the end exclusive. */
export interface Window {
  readonly start: number
  /** Infinity: it never ends. */
  readonly end: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The window that the moment lies in, by the clocks on the walls of the time zone. */
export function windowAt(length: WindowLength, timeZone: string, now: number): Window {
  switch (length) {
    case 'hour':
      return hourAt(now)
    case 'day':
      return daysAt(timeZone, now, 0, 1)
    case 'week':
      return daysAt(timeZone, now, (new Date(wallClock(timeZone, now)).getUTCDay() + 6) % 7, 7)
    case 'month':
      return monthAt(timeZone, now)
    case 'lifetime':
      return { start: 0, end: Infinity }
  }
}

/** Of UTC everywhere, since some zones set their clocks by half an hour. */
function hourAt(now: number): Window {
  const start = now - modulo(now, HOUR_MS)
  return { start, end: start + HOUR_MS }
}

function daysAt(timeZone: string, now: number, before: number, count: number): Window {
  const today = wallClock(timeZone, now)
  const midnight = today - modulo(today, DAY_MS) - before * DAY_MS
  return { start: instantOf(timeZone, midnight), end: instantOf(timeZone, midnight + count * DAY_MS) }
}

function monthAt(timeZone: string, now: number): Window {
  const today = new Date(wallClock(timeZone, now))
  const first = (months: number) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1)
  return { start: instantOf(timeZone, first(0)), end: instantOf(timeZone, first(1)) }
}

/** The first moment at which clocks there show it; where they skip it, the moment at which they do. */
function instantOf(timeZone: string, wall: number): number {
  const offsetAt = (instant: number) => wallClock(timeZone, instant) - instant
  const earlier = wall - offsetAt(wall - DAY_MS)
  const later = wall - offsetAt(wall + DAY_MS)
  const shown = [earlier, later].filter((instant) => wallClock(timeZone, instant) === wall)
  return shown.length > 0 ? Math.min(...shown) : earlier
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
