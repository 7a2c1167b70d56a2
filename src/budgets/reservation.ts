import type { Clock } from '../core/clock.ts'
import type { BudgetAccount, Hold } from './budget-account.ts'

/** What an attempt cost. */
export interface Payment {
  readonly nanos: bigint
  /** When the attempt began, epoch milliseconds. */
  readonly startTime: number
}

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

  /** Takes more, or tells which account has too little. */
  extend(nanos: bigint): BudgetAccount | undefined {
    const accounts = this.#holds.map(({ account }) => account)
    const refusing = short(accounts, nanos, this.#clock)
    if (refusing || this.#isSettled) return refusing
    for (const account of accounts) account.add(nanos)
    this.#nanos += nanos
    return undefined
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
  const refusing = accounts.find((account) => !account.hasRoomFor(nanos, now))
  refusing?.refuse()
  return refusing
}
