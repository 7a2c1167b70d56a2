import { pieceAround } from '../core/calendar.ts'
import { TimeZone } from '../core/time-zone.ts'

/** How long a budget lasts before it begins anew. */
export type WindowLength = 'hour' | 'day' | 'week' | 'month' | 'lifetime'

/** Epoch milliseconds, the start inclusive and the end exclusive. */
export interface Window {
  readonly start: number
  /** Infinity: it never ends. */
  readonly end: number
}

const HOUR_MS = 3_600_000

/** Each takes some 15 kB, and a zone has as many names as there are ways to capitalise it. */
const MAX_ZONES = 64

const zones = new Map<string, TimeZone>()

/** The window that the moment lies in, by the clocks on the walls of the time zone. Throws a RangeError for no zone. */
export function windowAt(length: WindowLength, timeZone: string, now: number): Window {
  switch (length) {
    case 'hour':
      return hourAt(now)
    case 'lifetime':
      return { start: 0, end: Infinity }
    default: {
      const { from, to } = pieceAround(now, length, zoneOf(timeZone))
      return { start: from, end: to }
    }
  }
}

/** Of UTC everywhere, since some zones set their clocks by half an hour. */
function hourAt(now: number): Window {
  const start = Math.floor(now / HOUR_MS) * HOUR_MS
  return { start, end: start + HOUR_MS }
}

/** They are kept, since what they learn of the platform takes a while. */
function zoneOf(name: string): TimeZone {
  const known = zones.get(name)
  if (known) return known
  const zone = new TimeZone(name)
  if (zones.size >= MAX_ZONES) zones.clear()
  zones.set(name, zone)
  return zone
}
