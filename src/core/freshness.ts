/** What was seen counts half after this long without anything new, so that what did badly gets another chance. */
const HALF_LIFE_MS = 60_000

/** How much of an observation still counts, from 1 down to 0. Both times in milliseconds of the same clock. */
export function freshness(seenAt: number, now: number): number {
  return 0.5 ** (Math.max(now - seenAt, 0) / HALF_LIFE_MS)
}
