import type { Budget, BudgetObserver } from './budget.ts'
import { type Window, windowAt } from './window.ts'

/** What an account took for an attempt, until it is settled. */
export interface Hold {
  readonly account: BudgetAccount
  /** The start of the window in which it was taken. */
  readonly windowStart: number
}

/**
 * What was spent of a budget in its present window, and what attempts in flight may yet cost. A window follows another when
 * the clock has passed its end, and never comes back, however the clock is set: nothing is reset twice.
 */
export class BudgetAccount {
  readonly #observer: BudgetObserver
  #budget: Budget
  #window: Window
  #spentNanos = 0n
  /** It is kept over the end of a window: what is in flight then may be paid in either. */
  #reservedNanos = 0n
  #hasWarned = false

  constructor(budget: Budget, now: number, observer: BudgetObserver) {
    this.#budget = budget
    this.#observer = observer
    this.#window = windowAt(budget.window, budget.timeZone, now)
  }

  get budget(): Budget {
    return this.#budget
  }

  get reservedNanos(): bigint {
    return this.#reservedNanos
  }

  windowAt(now: number): Window {
    this.#roll(now)
    return this.#window
  }

  spentAt(now: number): bigint {
    this.#roll(now)
    return this.#spentNanos
  }

  /** Another amount for the same subject and window: what was spent stays spent. */
  change(budget: Budget): void {
    if (budget.softNanos !== this.#budget.softNanos) this.#hasWarned = false
    this.#budget = budget
  }

  /** Whether so much more may be spent. */
  hasRoomFor(nanos: bigint, now: number): boolean {
    this.#roll(now)
    const { hard, amountNanos } = this.#budget
    return !hard || this.#spentNanos + this.#reservedNanos + nanos <= amountNanos
  }

  take(nanos: bigint): Hold {
    this.#reservedNanos += nanos
    return { account: this, windowStart: this.#window.start }
  }

  /** More for what was taken before. */
  add(nanos: bigint): void {
    this.#reservedNanos += nanos
  }

  refuse(): void {
    this.#observer.refused(this.#budget)
  }

  /**
   * Gives back what was reserved and takes what was paid. It counts where the ledger will find it: in the window in which the
   * attempt began, which may have passed by now. True when the budget warns.
   */
  settle(hold: Hold, reservedNanos: bigint, paid: { readonly nanos: bigint; readonly startTime: number }, now: number) {
    this.#roll(now)
    this.#reservedNanos -= reservedNanos
    const isPresent = hold.windowStart === this.#window.start || paid.startTime >= this.#window.start
    if (isPresent) this.#spentNanos += paid.nanos
    return this.#warns()
  }

  /** What the ledger knows of before `now`, when the account has just been made. */
  addEarlier(windowStart: number, nanos: bigint, now: number): void {
    this.#roll(now)
    if (windowStart !== this.#window.start) return
    this.#spentNanos += nanos
    this.#warns()
  }

  /**
   * What the ledger knows of the whole window, other processes included. What was paid here is in the ledger soon after: the
   * larger figure is the right one, and reading it twice changes nothing.
   */
  learn(windowStart: number, nanos: bigint, now: number): void {
    this.#roll(now)
    if (windowStart !== this.#window.start || nanos <= this.#spentNanos) return
    this.#spentNanos = nanos
    this.#warns()
  }

  #roll(now: number): void {
    if (now < this.#window.end) return
    this.#window = windowAt(this.#budget.window, this.#budget.timeZone, now)
    this.#spentNanos = 0n
    this.#hasWarned = false
  }

  #warns(): boolean {
    const { softNanos } = this.#budget
    if (softNanos === undefined || this.#spentNanos < softNanos) return false
    if (!this.#hasWarned) this.#observer.softReached(this.#budget, this.#spentNanos)
    this.#hasWarned = true
    return true
  }
}
