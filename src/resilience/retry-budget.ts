import { type Target, targetKey } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { SlidingCount } from './sliding-count.ts'

export interface RetryBudgetSettings {
  /** Retries at a target for each call to it, for example 0.2. */
  readonly share: number
  /** Retries per second that a target gets however few calls there are. */
  readonly minPerSecond: number
}

/** Seconds over which calls and retries are counted. */
const WINDOW = 10

/**
 * Keeps retries from making an outage worse: within ten seconds a target gets at most the share of its calls as retries,
 * or the minimum if that is more.
 */
export class RetryBudget {
  readonly #settings: RetryBudgetSettings
  readonly #clock: Clock
  readonly #targets = new Map<string, { readonly calls: SlidingCount; readonly retries: SlidingCount }>()

  constructor(settings: RetryBudgetSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
  }

  /** A call goes to the target. */
  callBegan(target: Target): void {
    this.#countsOf(target).calls.add(this.#clock.monotonic())
  }

  /** Takes one retry out of the budget; false when there is none left. */
  take(target: Target): boolean {
    const { calls, retries } = this.#countsOf(target)
    const now = this.#clock.monotonic()
    const { share, minPerSecond } = this.#settings
    const allowed = Math.max(calls.total(now) * share, minPerSecond * WINDOW)
    if (retries.total(now) + 1 > allowed) return false
    retries.add(now)
    return true
  }

  #countsOf(target: Target) {
    const key = targetKey(target)
    let counts = this.#targets.get(key)
    if (!counts) {
      counts = { calls: new SlidingCount(WINDOW), retries: new SlidingCount(WINDOW) }
      this.#targets.set(key, counts)
    }
    return counts
  }
}
