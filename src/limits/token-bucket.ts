const MINUTE_MS = 60_000

/** Keeps a share of one that arithmetic with fractions loses from costing somebody another wait. */
const TOLERANCE = 1e-6

/**
 * Holds what may be taken in a minute, and fills at that rate. What was not known when it was taken is settled afterwards:
 * the bucket then owes for a while. Times are milliseconds of the monotonic clock.
 */
export class TokenBucket {
  readonly #perMinute: number
  #level: number
  #time: number

  constructor(perMinute: number, now: number) {
    this.#perMinute = perMinute
    this.#level = perMinute
    this.#time = now
  }

  /** The whole number that can be taken now; never below 0. */
  remaining(now: number): number {
    this.#fill(now)
    return Math.max(Math.floor(this.#level + TOLERANCE), 0)
  }

  /** Milliseconds until so much can be taken, 0 when it can be now. More than it ever holds is let through when it is full. */
  waitFor(amount: number, now: number): number {
    this.#fill(now)
    const lacking = Math.min(amount, this.#perMinute) - this.#level
    return lacking <= TOLERANCE ? 0 : Math.ceil(((lacking - TOLERANCE) * MINUTE_MS) / this.#perMinute)
  }

  /** Milliseconds until it is full. */
  untilFull(now: number): number {
    return this.waitFor(this.#perMinute, now)
  }

  take(amount: number): void {
    this.#level -= amount
  }

  /** Takes what was used beyond what was taken, or gives back what was not. */
  correct(amount: number): void {
    this.#level = Math.min(this.#level - amount, this.#perMinute)
  }

  #fill(now: number): void {
    const passed = Math.max(now - this.#time, 0)
    this.#level = Math.min(this.#level + (passed * this.#perMinute) / MINUTE_MS, this.#perMinute)
    this.#time = Math.max(now, this.#time)
  }
}
