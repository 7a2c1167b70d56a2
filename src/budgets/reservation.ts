import type { Clock } from '../core/clock.ts'
import type { BudgetAccount, Hold, Payment } from './budget-account.ts'

/** Money that is kept for one attempt, in all budgets that it is charged to. It is settled exactly once. */
export class Reservation {
  readonly #clock: Clock
  readonly #holds: readonly Hold[]
  #nanos: bigint
  #isSettled = false

  private constructor(clock: Clock, holds: readonly Hold[], nanos: bigint) {
    this.#clock = clock
    this.#holds = holds
    this.#nanos = nanos
  }

  /** Takes it from all accounts or from none: then the first that has too little is told. */
  static take(accounts: readonly BudgetAccount[], nanos: bigint, clock: Clock): Reservation | BudgetAccount {
    return (
      short(accounts, nanos, clock) ??
      new Reservation(
        clock,
        accounts.map((account) => account.take(nanos)),
        nanos,
      )
    )
  }

  /**
   * As `take`, but waits for what may come of other replicas. Rejects with STORE_UNAVAILABLE, or with what aborts the signal.
   */
  static async later(accounts: readonly BudgetAccount[], nanos: bigint, clock: Clock, signal: AbortSignal) {
    for (;;) {
      const taken = Reservation.take(accounts, nanos, clock)
      if (taken instanceof Reservation || !(await taken.moreRoom(nanos, clock.now(), signal))) return taken
    }
  }

  /** Takes more, or tells which account has too little. */
  extend(nanos: bigint): BudgetAccount | undefined {
    const accounts = this.#holds.map(({ account }) => account)
    const refusing = short(accounts, nanos, this.#clock)
    if (refusing || this.#isSettled) return refusing
    for (const account of accounts) account.add(nanos)
    this.#nanos += nanos
    return undefined
  }

  /** As `extend`, but waits as `later` does. */
  async extendLater(nanos: bigint, signal: AbortSignal): Promise<BudgetAccount | undefined> {
    for (;;) {
      const short = this.extend(nanos)
      if (!short || !(await short.moreRoom(nanos, this.#clock.now(), signal))) return short
    }
  }

  /** Gives it back, and charges what was paid. The accounts that warn; none when it was settled before. */
  settle(paid: Payment): readonly BudgetAccount[] {
    if (this.#isSettled) return []
    this.#isSettled = true
    const now = this.#clock.now()
    return this.#holds.flatMap((hold) => (hold.account.settle(hold, this.#nanos, paid, now) ? hold.account : []))
  }
}

function short(accounts: readonly BudgetAccount[], nanos: bigint, clock: Clock): BudgetAccount | undefined {
  const now = clock.now()
  return accounts.find((account) => !account.hasRoomFor(nanos, now))
}
