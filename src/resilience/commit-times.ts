import { type Target, targetKey } from '../core/call.ts'

/** Times that are kept of each target; the oldest give way. */
const KEPT = 256

/** With fewer than these nothing can be said about the slow ones. */
export const ENOUGH_TIMES = 20

/** How many new times there must be until their order is looked at anew. */
const NOTEWORTHY = 16

/**
 * How long targets took lately until their answers began. Streams and whole answers are kept apart, since a whole one
 * begins with its end.
 */
export class CommitTimes {
  readonly #streamed = new Map<string, RecentTimes>()
  readonly #whole = new Map<string, RecentTimes>()

  observe(target: Target, streaming: boolean, milliseconds: number): void {
    const times = this.#timesOf(streaming)
    const key = targetKey(target)
    let recent = times.get(key)
    if (!recent) {
      recent = new RecentTimes()
      times.set(key, recent)
    }
    recent.add(milliseconds)
  }

  /** The time that so many of a hundred answers did not exceed; undefined while too few were seen. */
  percentile(target: Target, streaming: boolean, percent: number): number | undefined {
    return this.#timesOf(streaming).get(targetKey(target))?.percentile(percent)
  }

  #timesOf(streaming: boolean): Map<string, RecentTimes> {
    return streaming ? this.#streamed : this.#whole
  }
}

/** The latest times of one target, in a ring. */
class RecentTimes {
  readonly #times = new Float64Array(KEPT)
  #count = 0
  #ordered = new Float64Array(0)
  #orderedAt = 0

  add(milliseconds: number): void {
    this.#times[this.#count % KEPT] = milliseconds
    this.#count += 1
  }

  /** By the nearest rank, as it was when the order was last looked at. */
  percentile(percent: number): number | undefined {
    if (this.#count < ENOUGH_TIMES) return undefined
    if (this.#ordered.length === 0 || this.#count - this.#orderedAt >= NOTEWORTHY) {
      this.#ordered = this.#times.slice(0, Math.min(this.#count, KEPT)).sort()
      this.#orderedAt = this.#count
    }
    return this.#ordered[Math.ceil((this.#ordered.length * percent) / 100) - 1]
  }
}
