import type { Budget, BudgetObserver } from './budget.ts'
import type { LeasedBudget } from './leased-budget.ts'
import type { Unrecorded } from './unrecorded.ts'
import { type Window, windowAt } from './window.ts'

/** What an attempt cost. */
export interface Payment {
  /** Left out: there is no attempt that the ledger will know of. */
  readonly attemptId?: string | undefined
  readonly nanos: bigint
  /** When the attempt began, epoch milliseconds. */
  readonly startTime: number
}

/** Where replicas share the store, a hard budget's money is leased before it is spent. */
export interface Leasing {
  readonly leased: LeasedBudget
  readonly unrecorded: Unrecorded
}

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
  readonly #leasing: Leasing | undefined

  constructor(budget: Budget, now: number, observer: BudgetObserver, leasing?: Leasing) {
    this.#budget = budget
    this.#observer = observer
    this.#leasing = leasing
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

  /** Whether so much more may be spent, of what is leased where it is. */
  hasRoomFor(nanos: bigint, now: number): boolean {
    if (!this.#isWithinAmount(nanos, now)) return false
    if (!this.#leasing || !this.#budget.hard || nanos === 0n) return true
    return nanos <= this.#leasing.leased.lease.roomIn(this.#window.start)
  }

  /**
   * For what there was no room: waits until there may be some. False: there will be none. Rejects with STORE_UNAVAILABLE, or with
   * what aborts the signal.
   */
  async moreRoom(nanos: bigint, now: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#leasing || !this.#isWithinAmount(nanos, now)) return false
    return this.hasRoomFor(nanos, now) || this.#leasing.leased.moreRoom(nanos, signal)
  }

  take(nanos: bigint): Hold {
    this.add(nanos)
    return { account: this, windowStart: this.#window.start }
  }

  /** More for what was taken before. */
  add(nanos: bigint): void {
    this.#reservedNanos += nanos
    this.#leasing?.leased.lease.take(nanos)
  }

  refuse(): void {
    this.#observer.refused(this.#budget)
  }

  /**
   * Gives back what was reserved and takes what was paid. It counts where the ledger will find it: in the window in which the
   * attempt began, which may have passed by now. True when the budget warns.
   */
  settle(hold: Hold, reservedNanos: bigint, paid: Payment, now: number): boolean {
    this.#roll(now)
    this.#reservedNanos -= reservedNanos
    this.#owe(reservedNanos, paid)
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

  #isWithinAmount(nanos: bigint, now: number): boolean {
    this.#roll(now)
    const { hard, amountNanos } = this.#budget
    return !hard || this.#spentNanos + this.#reservedNanos + nanos <= amountNanos
  }

  /** What was paid stays leased until the ledger has it. */
  #owe(reservedNanos: bigint, { attemptId, nanos, startTime }: Payment): void {
    if (!this.#leasing) return
    const { lease } = this.#leasing.leased
    const isOwed = this.#budget.hard && attemptId !== undefined
    lease.settle(reservedNanos, isOwed ? nanos : 0n)
    const { start, end } = this.#window
    if (isOwed) this.#leasing.unrecorded.add(attemptId, { lease, nanos, windowEnd: startTime < start ? start : end })
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
