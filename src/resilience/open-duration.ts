export interface OpenDurations {
  /** How long a circuit stays open the first time. */
  readonly openMs: number
  /** The longest that it stays open, and how long it must stay closed until it begins with `openMs` again. */
  readonly maxOpenMs: number
}

/** How much of the time chance may take off, so that circuits that opened together do not probe together. */
const SPREAD = 0.1

/**
 * Whole milliseconds that a circuit stays open which opened `openings` times before: twice as long each time, up to the
 * longest.
 */
export function openDuration(openings: number, { openMs, maxOpenMs }: OpenDurations, random: number): number {
  return Math.round(Math.min(openMs * 2 ** openings, maxOpenMs) * (1 - random * SPREAD))
}
