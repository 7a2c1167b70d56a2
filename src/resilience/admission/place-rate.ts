/** Weight of the newest in the decayed average. */
const NEWEST = 0.1

/**
 * How quickly places become free while all are taken: as many as there are within the time for which one is held. When
 * none has become free for longer than that, they are held for at least as long as this.
 */
export class PlaceRate {
  #averageHoldMs: number | undefined
  #changedAt = 0

  /** All places are taken now. */
  filled(now: number): void {
    this.#changedAt = now
  }

  /** A place became free that was held from `since` on. */
  freed(since: number, now: number): void {
    const average = this.#averageHoldMs ?? now - since
    this.#averageHoldMs = average + (now - since - average) * NEWEST
    this.#changedAt = now
  }

  /** Milliseconds from one free place to the next while all of them are taken; undefined until one was held. */
  intervalMs(places: number, now: number): number | undefined {
    if (this.#averageHoldMs === undefined) return undefined
    return Math.max(this.#averageHoldMs, now - this.#changedAt) / places
  }
}
