const MINUTE_MS = 60_000

/** Keeps a share of one that arithmetic with fractions loses from costing somebody another wait. */
const TOLERANCE = 1e-6

/**
 * Holds what may be taken in a minute, and fills at that rate. What was not known when it was taken is settled afterwards:
 * the bucket then owes for a while. Times are milliseconds of the monotonic clock.
 */
export class TokenBucket {
  readonly #whole: number
  /** Less than the whole while it is divided. */
  #perMinute: number
  #level: number
  #time: number

  constructor(perMinute: number, now: number) {
    this.#whole = perMinute
    this.#perMinute = perMinute
    this.#level = perMinute
    this.#time = now
  }

  /** The whole number that can be taken now; never below 0. */
  remaining(now: number): number {
    return Math.max(Math.floor(this.level(now) + TOLERANCE), 0)
  }

  /** What can be taken now, fractions and all; below 0: so much is owed. */
  level(now: number): number {
    this.#fill(now)
    return this.#level
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

  /** Takes as much even if it is not there: the bucket then owes. Below 0: gives back what was taken and not used. */
  take(amount: number, now: number): void {
    this.#fill(now)
    this.#level = Math.min(this.#level - amount, this.#perMinute)
  }

  /** There is no more than this: what was left at another time, and what has come in since. */
  lowerTo(left: number, sinceMs: number, now: number): void {
    this.#fill(now)
    this.#level = Math.min(this.#level, left + (sinceMs * this.#perMinute) / MINUTE_MS)
  }

  /** From now on it is one of several: it holds one part, of what was left too, and fills by one part. */
  divide(parts: number, now: number): void {
    this.#fill(now)
    this.#perMinute = this.#whole / parts
    this.#level /= parts
  }

  /** The whole again, of which nothing is known to be taken but what was taken here. */
  unite(now: number): void {
    this.#fill(now)
    this.#level += this.#whole - this.#perMinute
    this.#perMinute = this.#whole
  }

  #fill(now: number): void {
    const passed = Math.max(now - this.#time, 0)
    this.#level = Math.min(this.#level + (passed * this.#perMinute) / MINUTE_MS, this.#perMinute)
    this.#time = Math.max(now, this.#time)
  }
}
