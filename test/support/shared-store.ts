import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { valuesOf } from '../../src/store/ledger-columns.ts'
import type { RowSink } from '../../src/store/row-sink.ts'
import type { BudgetLeases, LeaseBook, LeaseEntry, LeaseQuestion } from '../../src/usage/leases.ts'
import type { Spend, SpendQuestion } from '../../src/usage/spend.ts'
import { ledgerRow } from './ledger-row.ts'

/** How the next answers of a store end: as they should; not at all, with nothing done; or done, and not heard of. */
export type StoreMood = 'there' | 'away' | 'unheard'

/** What a row of the ledger says of money. */
export interface Paid {
  readonly startTime: number
  readonly nanos: bigint
}

type Rows = Parameters<RowSink['insertAttempts']>[0]

const EXAMPLE = valuesOf(ledgerRow({ attemptId: 'the id', startTime: 4711, costNanos: 4712n }))
const [ID, START_TIME, COST] = ['the id', 4711, 4712].map((value) => EXAMPLE.indexOf(value)) as [number, number, number]

function away(): GatewayError {
  return new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.')
}

/** The ledger and the leases of several replicas, in memory, which time out although they wrote when a test wants it. */
export class SharedStore {
  readonly rows = new Map<string, Paid>()
  mood: StoreMood = 'there'
  /** Whether rows disappear, which nobody hears of. */
  loses = false
  readonly #now: () => number
  readonly #leases = new Map<string, Map<string, LeaseEntry>>()
  readonly #turns = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** As one replica reaches it. Nothing of one that is not alive gets there, or is answered. */
  reachedBy(isAlive: () => boolean): { readonly sink: RowSink; readonly leases: BudgetLeases; readonly spend: Spend } {
    const reach = async <Value>(action: () => Value): Promise<Value> => {
      await this.#pass(isAlive)
      if (this.mood === 'away') throw away()
      const value = action()
      await this.#pass(isAlive)
      if (this.mood === 'unheard') throw away()
      return value
    }
    const listeners: ((ids: readonly string[]) => void)[] = []
    return {
      sink: {
        insertAttempts: async (rows) => {
          await reach(() => this.#insert(rows))
          if (!this.loses) for (const listener of listeners) listener(rows.map(([id]) => String(id)))
        },
        probe: () => reach(() => {}),
      },
      spend: { read: (question) => reach(() => this.spent(question)) },
      leases: {
        change: (question, decide) => reach(() => this.#change(question, decide)),
        wanted: (replica) => reach(() => this.#wanted(replica)),
        onRecorded: (listener) => listeners.push(listener),
      },
    }
  }

  /** What replicas hold of all budgets together. */
  get leased(): bigint {
    const entries = [...this.#leases.values()].flatMap((leases) => [...leases.values()])
    return entries.reduce((sum, { leasedNanos }) => sum + leasedNanos, 0n)
  }

  spent({ from, to }: Pick<SpendQuestion, 'from' | 'to'>): bigint {
    const rows = [...this.rows.values()].filter(({ startTime }) => startTime >= from && startTime < to)
    return rows.reduce((sum, { nanos }) => sum + nanos, 0n)
  }

  async #pass(isAlive: () => boolean): Promise<void> {
    if (!isAlive()) await new Promise(() => {})
  }

  #insert(rows: Rows): void {
    for (const row of rows) {
      const id = String(row[ID])
      const paid = { startTime: Number(row[START_TIME]), nanos: BigInt(row[COST] ?? 0) }
      if (!this.loses && !this.rows.has(id)) this.rows.set(id, paid)
    }
  }

  #change<Entry extends LeaseEntry>(question: LeaseQuestion, decide: (book: LeaseBook) => Entry): Entry {
    const { budget, replica, spend } = question
    const leases = this.#leasesOf(budget)
    const now = this.#now()
    const turn = (this.#turns.get(budget) ?? 0) + 1
    for (const [name, { expireTime }] of leases) if (name !== replica && expireTime < now) leases.delete(name)
    const others = [...leases].flatMap(([name, entry]) => (name === replica ? [] : entry))
    const mine = leases.get(replica) ?? { leasedNanos: 0n, answeredTurn: 0, wantedTurn: 0 }
    const entry = decide({ now, turn, spentNanos: this.spent(spend), mine, others })
    this.#turns.set(budget, turn)
    if (entry.leasedNanos === 0n && entry.wantedTurn === 0) leases.delete(replica)
    else leases.set(replica, entry)
    return entry
  }

  #wanted(replica: string): string[] {
    return [...this.#leases].flatMap(([budget, leases]) => {
      const mine = leases.get(replica)
      const others = [...leases].filter(([name]) => name !== replica)
      return mine && others.some(([, { wantedTurn }]) => wantedTurn > mine.answeredTurn) ? budget : []
    })
  }

  #leasesOf(budget: string): Map<string, LeaseEntry> {
    const leases = this.#leases.get(budget) ?? new Map<string, LeaseEntry>()
    this.#leases.set(budget, leases)
    return leases
  }
}
