import type { Clock } from '../../src/core/clock.ts'
import { TimerQueue } from './timer-queue.ts'

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  /** What `random` gives. */
  chance = 0.5
  #now = 1_800_000_000_000
  #shift = 0
  #ids = 0
  readonly #timers = new TimerQueue()

  now(): number {
    return this.#now + this.#shift
  }

  monotonic(): number {
    return this.#now
  }

  random(): number {
    return this.chance
  }

  uuid(): string {
    this.#ids += 1
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }

  after(milliseconds: number, callback: () => void): () => void {
    return this.#timers.add(this.#now + milliseconds, callback)
  }

  /** Timers that have not fired nor been cancelled. */
  get pendingTimers(): number {
    return this.#timers.pending
  }

  /** Moves time, firing each timer when it is due and letting what it caused happen before the next. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    await settled()
    for (let timer = this.#timers.take(end); timer; timer = this.#timers.take(end)) {
      this.#now = Math.max(timer.at, this.#now)
      timer.callback()
      await settled()
    }
    this.#now = end
  }

  /** Sets the clock, forward or back, as an operator does: no time passes. */
  jump(milliseconds: number): void {
    this.#shift += milliseconds
  }

  /** Lets time pass without anything happening, as when a loop is busy: what is due comes with the next `advance`. */
  stall(milliseconds: number): void {
    this.#now += milliseconds
  }
}

/** Lets everything that is ready to run do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
