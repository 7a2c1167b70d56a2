import type { Budget } from '../../src/budgets/budget.ts'
import { Budgets } from '../../src/budgets/budgets.ts'
import { Leases } from '../../src/budgets/leases.ts'
import { Reservation } from '../../src/budgets/reservation.ts'
import type { Clock } from '../../src/core/clock.ts'
import { GatewayError, toGatewayError } from '../../src/core/errors.ts'
import { type RowSpool, SpoolingSink } from '../../src/store/spool/spooling-sink.ts'
import type { StoreDatabase } from '../../src/store/store-database.ts'
import { StoredLedger } from '../../src/store/stored-ledger.ts'
import { targetedCall } from './call.ts'
import { ledgerRow } from './ledger-row.ts'
import type { Paid, SharedStore } from './shared-store.ts'

/** What the vendor counts: the truth. */
export interface Upstream {
  readonly paid: Map<string, Paid>
  /** Attempts that went down with their replica: the vendor has worked for them, and no row tells of it. */
  readonly lost: Set<string>
}

export interface Attempt {
  readonly id: string
  readonly reservation: Reservation
  worst: bigint
  startTime: number | undefined
}

type Rows = Parameters<RowSpool['remove']>[0]

/** A disk, which outlives the process. */
export class MemorySpool implements RowSpool {
  #rows: Rows = []

  async insertAttempts(rows: Rows): Promise<void> {
    this.#rows = [...this.#rows, ...rows]
  }

  async probe(): Promise<void> {}

  async first(limit: number): Promise<Rows> {
    return this.#rows.slice(0, limit)
  }

  async remove(rows: Rows): Promise<void> {
    const ids = new Set(rows.map(([id]) => id))
    this.#rows = this.#rows.filter(([id]) => !ids.has(id))
  }
}

export interface SpendingOptions {
  readonly clock: Clock
  readonly store: SharedStore
  readonly spool: MemorySpool
  readonly upstream: Upstream
}

/** What of a process has to do with money: its budgets, its leases, and its ledger with a spool. */
export class SpendingReplica {
  readonly budgets: Budgets
  readonly attempts: Attempt[] = []
  readonly leases: Leases
  refused = 0
  /** The reasons of those that were not refused for want of money. */
  readonly faults: string[] = []
  #isAlive = true
  readonly #ledger: StoredLedger
  readonly #clock: Clock
  readonly #upstream: Upstream
  readonly #leaving = new AbortController()

  constructor({ store, spool, upstream, ...options }: SpendingOptions) {
    // A process that is no more has no timers.
    const after: Clock['after'] = (milliseconds, callback) =>
      options.clock.after(milliseconds, () => this.#isAlive && callback())
    const clock = { ...options.clock, after }
    this.#clock = clock
    this.#upstream = upstream
    const { sink, spend, leases } = store.reachedBy(() => this.#isAlive)
    this.leases = new Leases({ store: leases, clock })
    const observer = { refused: () => {}, softReached: () => {} }
    this.budgets = new Budgets({ clock, spend, observer, leases: this.leases })
    const way = new SpoolingSink({ database: sink, spool, clock, opened: Promise.resolve(), onChange: () => {} })
    this.#ledger = new StoredLedger({ database: {} as StoreDatabase, sink: way, clock })
  }

  async start(budget: Budget): Promise<void> {
    await this.budgets.replace([budget]).catch(() => {})
    this.leases.start()
  }

  get account() {
    const [account] = [...this.budgets.accounts]
    if (!account) throw new Error('There is no account.')
    return account
  }

  /** Resolves when it has been reserved, or refused. */
  async begin(worst: bigint): Promise<void> {
    const call = targetedCall()
    const accounts = this.budgets.accountsOf(call, call.target) ?? []
    const { signal } = this.#leaving
    const taken = await Reservation.later(accounts, worst, this.#clock, signal).catch(toGatewayError)
    if (!this.#isAlive) return
    if (taken instanceof Reservation) {
      this.attempts.push({ id: this.#clock.uuid(), reservation: taken, worst, startTime: undefined })
    } else if (taken instanceof GatewayError) this.faults.push(taken.reasonName)
    else this.refused += 1
  }

  /** What goes on after its window is held to what the next one has left, and is not looked at here. */
  async extend(attempt: Attempt, more: bigint): Promise<void> {
    const isOver = () => (attempt.startTime ?? Infinity) < this.account.windowAt(this.#clock.now()).start
    if (isOver()) return
    const short = await attempt.reservation.extendLater(more, this.#leaving.signal).catch(() => this.account)
    if (!short && this.#isAlive && !isOver()) attempt.worst += more
  }

  send(attempt: Attempt): void {
    attempt.startTime ??= this.#clock.now()
  }

  end(attempt: Attempt, share: number): void {
    this.send(attempt)
    this.attempts.splice(this.attempts.indexOf(attempt), 1)
    const { id, worst, startTime = 0 } = attempt
    const nanos = (worst * BigInt(share)) / 100n
    this.#upstream.paid.set(id, { startTime, nanos })
    attempt.reservation.settle({ attemptId: id, nanos, startTime })
    this.#ledger.record([ledgerRow({ attemptId: id, startTime, costNanos: nanos })]).catch(() => {})
  }

  /** As by kill -9. What was sent is paid to the last token. */
  crash(): void {
    this.#isAlive = false
    for (const { id, worst, startTime } of this.attempts) {
      if (startTime === undefined) continue
      this.#upstream.paid.set(id, { startTime, nanos: worst })
      this.#upstream.lost.add(id)
    }
  }
}
