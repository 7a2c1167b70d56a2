import type { Clock } from '../core/clock.ts'

const FIRST_MS = 100
const LONGEST_MS = 5000

/** Milliseconds to wait after so many failures: doubling, and spread, so that replicas do not come all at once. */
export function waitBefore(failures: number, clock: Clock): number {
  const longest = Math.min(FIRST_MS * 2 ** failures, LONGEST_MS)
  return longest * (0.5 + clock.random() / 2)
}
