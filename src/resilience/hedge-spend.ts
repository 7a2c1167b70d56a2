import { SlidingCount } from './sliding-count.ts'

/** An hour. */
const SLOTS = 60
const SLOT_MS = 60_000

/**
 * Keeps what is paid for nothing within a share of what is paid: the attempts that lost, of one route and the last hour.
 * Whole billionths of a US dollar. `now` is in milliseconds and never goes back.
 */
export class HedgeSpend {
  readonly #maxShare: number
  readonly #calls = new SlidingCount(SLOTS, SLOT_MS)
  readonly #spent = new SlidingCount(SLOTS, SLOT_MS)
  readonly #lost = new SlidingCount(SLOTS, SLOT_MS)
  #reserved = 0

  constructor(maxShare: number) {
    this.#maxShare = maxShare
  }

  /**
   * Sets aside what a second attempt may cost for nothing: as much as a call of the route on average, and `atLeast` what
   * asking costs. Undefined when that would lead beyond the cap. It must be given back when the call has ended.
   */
  reserve(atLeast: number, now: number): number | undefined {
    const calls = this.#calls.total(now)
    const spent = this.#spent.total(now)
    const expected = Math.max(atLeast, calls === 0 ? 0 : Math.ceil(spent / calls))
    if (this.#lost.total(now) + this.#reserved + expected > spent * this.#maxShare) return undefined
    this.#reserved += expected
    return expected
  }

  release(reserved: number): void {
    this.#reserved -= reserved
  }

  /** What a call came to, and how much of it was lost. */
  callEnded(spent: number, lost: number, now: number): void {
    this.#calls.add(now)
    this.#spent.add(now, spent)
    this.#lost.add(now, lost)
  }
}
