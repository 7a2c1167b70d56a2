import { Tally } from './tally.ts'
import { TokenBucket } from './token-bucket.ts'

/**
 * What a rate limit allows in a minute, with what was taken of it: here, and as far as is known by other replicas. One that
 * is not bounded only counts. Times are milliseconds of the monotonic clock.
 */
export class SharedBucket {
  readonly taken = new Tally()
  #perMinute: number
  #bucket: TokenBucket | undefined
  /** How many replicas hold a part of it each; undefined: it is held as a whole. */
  #parts: number | undefined

  constructor(perMinute: number, now: number) {
    this.#perMinute = perMinute
    this.#bucket = bucketOf(perMinute, now)
  }

  /** Another figure begins anew; the same one changes nothing. */
  change(perMinute: number, now: number): void {
    if (perMinute === this.#perMinute) return
    this.#perMinute = perMinute
    this.#bucket = bucketOf(perMinute, now)
    if (this.#parts !== undefined) this.#bucket?.divide(this.#parts, now)
  }

  waitFor(amount: number, now: number): number {
    return this.#bucket === undefined ? 0 : this.#bucket.waitFor(amount, now)
  }

  /** Undefined: it is not bounded. */
  get bucket(): TokenBucket | undefined {
    return this.#bucket
  }

  /** Below 0: what was taken before is given back. */
  take(amount: number, now: number): void {
    this.#bucket?.take(amount, now)
    this.taken.add(amount)
  }

  /** Another replica has taken so much. */
  takenElsewhere(amount: number, now: number): void {
    this.#bucket?.take(amount, now)
  }

  /** What another replica knew to be left. It cannot have heard what was taken here since that was told. */
  leftElsewhere(left: number, sinceMs: number, now: number): void {
    this.#bucket?.lowerTo(left - this.taken.unheard, sinceMs, now)
  }

  left(now: number): number {
    return this.#bucket?.level(now) ?? Infinity
  }

  /** This part of what is left may be taken before others know. */
  takeAhead(part: number, now: number): void {
    this.taken.allow(Math.max(this.left(now), 0) * part)
  }

  divide(parts: number, now: number): void {
    this.#parts = parts
    this.#bucket?.divide(parts, now)
  }

  /** The whole again. What was taken meanwhile is not told: the others had given up the part it was taken of. */
  unite(now: number): void {
    if (this.#parts !== undefined) this.#bucket?.unite(now)
    this.#parts = undefined
    this.taken.forget()
  }
}

function bucketOf(perMinute: number, now: number): TokenBucket | undefined {
  return perMinute === Infinity ? undefined : new TokenBucket(perMinute, now)
}
