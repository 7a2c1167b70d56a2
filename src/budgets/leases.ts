import { type CancelTimer, type Clock, sleep } from '../core/clock.ts'
import type { BudgetLeases } from '../usage/leases.ts'
import { LeasedBudget, type Leaser } from './leased-budget.ts'
import { Unrecorded } from './unrecorded.ts'

export interface LeasesOptions {
  readonly store: BudgetLeases
  readonly clock: Clock
}

/** How often it is looked what others want, and what is due here. */
const LOOK_MS = 500

/** Looks that make a stretch of time, for which leases hold what they are likely to need. */
const LOOKS_A_STRETCH = 10

/** Looks after which what was never recorded is looked through. */
const LOOKS_A_SWEEP = 120

/** What the end of the process waits for the store. */
const CLOSE_MS = 3000

/** All that this replica leases of hard budgets. */
export class Leases {
  readonly unrecorded = new Unrecorded()
  readonly #options: LeasesOptions
  readonly #replica: string
  readonly #budgets = new Map<string, LeasedBudget>()
  #looks = 0
  #isClosed = false
  #cancel: CancelTimer = () => {}

  constructor(options: LeasesOptions) {
    this.#options = options
    this.#replica = options.clock.uuid()
    options.store.onRecorded((ids) => this.unrecorded.recorded(ids))
  }

  /** Its lease outlives the budget as long as something of it is used: made again, it goes on with it. */
  of(key: string): LeasedBudget {
    const known = this.#budgets.get(key)
    if (known) return known
    const made = new LeasedBudget({ ...this.#options, key, replica: this.#replica })
    this.#budgets.set(key, made)
    return made
  }

  /** These are leased from now on, by their keys; others only give back. */
  putInForce(leasers: ReadonlyMap<string, Leaser>): void {
    for (const [key, budget] of this.#budgets) {
      const leaser = leasers.get(key)
      if (leaser) budget.putInForce(leaser)
      else budget.retire()
    }
  }

  /** Looks again and again, in the background. */
  start(): void {
    this.#cancel = this.#options.clock.after(
      LOOK_MS,
      async () => {
        await this.look()
        if (!this.#isClosed) this.start()
      },
      'background',
    )
  }

  /** Does what is due. Never rejects: what the store does not answer is due again. */
  async look(): Promise<void> {
    this.#looks += 1
    const budgets = [...this.#budgets]
    if (this.#looks % LOOKS_A_STRETCH === 0) for (const [, { lease }] of budgets) lease.passTime()
    if (this.#looks % LOOKS_A_SWEEP === 0) this.unrecorded.forget(this.#options.clock.now())
    const mayBeWanted = budgets.some(([, budget]) => budget.isKnown)
    const wanted = mayBeWanted ? await this.#options.store.wanted(this.#replica).catch(() => []) : []
    for (const [key, budget] of budgets) {
      budget.look(wanted.includes(key))
      if (budget.isOver) this.#budgets.delete(key)
    }
  }

  /** Gives back what is not used, unless the store takes too long to answer. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    const ended = new AbortController()
    const releasing = Promise.all([...this.#budgets.values()].map((budget) => budget.release()))
    const released = releasing.then(() => ended.abort())
    await Promise.race([released, sleep(this.#options.clock, CLOSE_MS, ended.signal).catch(() => {})])
  }
}
