import { createHash } from 'node:crypto'
import type { Call, Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { describeSubject } from '../core/subject.ts'
import { SubjectIndex } from '../core/subject-index.ts'
import type { Spend } from '../usage/spend.ts'
import type { Budget, BudgetObserver } from './budget.ts'
import { BudgetAccount } from './budget-account.ts'
import type { Leases } from './leases.ts'

export interface BudgetsOptions {
  readonly clock: Clock
  readonly spend: Spend
  readonly observer: BudgetObserver
  /** Where replicas share the store: what they lease of it. */
  readonly leases?: Leases | undefined
}

/** All budgets with what was spent of them, in memory: no attempt waits for the store. */
export class Budgets {
  readonly #options: BudgetsOptions
  #accounts: ReadonlyMap<string, BudgetAccount> = new Map()
  #index = new SubjectIndex<BudgetAccount>([])

  constructor(options: BudgetsOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#index.isEmpty
  }

  get accounts(): Iterable<BudgetAccount> {
    return this.#accounts.values()
  }

  account(name: string): BudgetAccount | undefined {
    return this.#accounts.get(name)
  }

  /** Those that an attempt of the call at the target is charged to; undefined: none. */
  accountsOf(call: Call, target: Target): readonly BudgetAccount[] | undefined {
    return this.#index.find(call, target)
  }

  /**
   * Puts these in force in the place of those before. One with the same subject and window goes on with what was spent of it;
   * of a new one the ledger is asked. When that rejects, they are in force all the same, and `refresh` asks again.
   */
  async replace(budgets: readonly Budget[]): Promise<void> {
    const now = this.#options.clock.now()
    const before = new Map([...this.#accounts.values()].map((account) => [keyOf(account.budget), account]))
    const fresh: BudgetAccount[] = []
    const accounts = budgets.map((budget) => {
      const known = before.get(keyOf(budget))
      known?.change(budget)
      if (known) return known
      const account = this.#open(budget, now)
      fresh.push(account)
      return account
    })
    this.#accounts = new Map(accounts.map((account) => [account.budget.name, account]))
    this.#options.leases?.putInForce(new Map(accounts.map((account) => [keyOf(account.budget), account])))
    this.#index = new SubjectIndex(accounts.map((account) => [account.budget.subject, account]))
    // What begins from now on is charged here; the ledger tells of what began before, so that nothing counts twice.
    const readings = await Promise.allSettled(fresh.map((account) => this.#addEarlier(account, now)))
    const failed = readings.find((reading) => reading.status === 'rejected')
    if (failed) throw failed.reason
  }

  /** Asks the ledger again, which also knows what other processes spent. Rejects with STORE_UNAVAILABLE. */
  async refresh(): Promise<void> {
    const { clock } = this.#options
    for (const account of this.#accounts.values()) {
      const { start, end } = account.windowAt(clock.now())
      account.learn(start, await this.#read(account, start, end), clock.now())
    }
  }

  #open(budget: Budget, now: number): BudgetAccount {
    const { leases, observer } = this.#options
    const leasing = leases && { leased: leases.of(keyOf(budget)), unrecorded: leases.unrecorded }
    return new BudgetAccount(budget, now, observer, leasing)
  }

  async #addEarlier(account: BudgetAccount, now: number): Promise<void> {
    const { start } = account.windowAt(now)
    account.addEarlier(start, await this.#read(account, start, now), this.#options.clock.now())
  }

  #read({ budget }: BudgetAccount, from: number, to: number): Promise<bigint> {
    return this.#options.spend.read({ subject: budget.subject, from, to })
  }
}

/** Budgets with the same one are the same budget, whatever its amount, at all replicas. */
function keyOf({ name, subject, window, timeZone }: Budget): string {
  const told = JSON.stringify([name, describeSubject(subject), window, timeZone])
  return createHash('sha256').update(told).digest('base64url')
}
