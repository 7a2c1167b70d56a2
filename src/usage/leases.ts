import type { SpendQuestion } from './spend.ts'

/** What a replica holds of a hard budget: so much it may spend, or has spent, that the ledger does not have yet. */
export interface LeaseRow {
  /** Billionths of a US dollar. */
  readonly leasedNanos: bigint
  /** Up to which turn it has given back what it did not use, since others wanted it. */
  readonly answeredTurn: number
  /** Since which turn it wants more than there was; 0: it does not. */
  readonly wantedTurn: number
}

/** What the store knows of a budget, as of one moment. */
export interface LeaseBook {
  /** By the database's clock, epoch milliseconds. */
  readonly now: number
  /** Counts what changed of the budget's leases, the change that is being made included. */
  readonly turn: number
  /** What the ledger has of the window. */
  readonly spentNanos: bigint
  /** The asking replica's. */
  readonly mine: LeaseRow
  readonly others: readonly LeaseRow[]
}

/** What a replica will hold. Nothing leased and nothing wanted: it goes. */
export interface LeaseEntry extends LeaseRow {
  /** By the database's clock: from then on it counts no more. */
  readonly expireTime: number
}

export interface LeaseQuestion {
  /** Tells budgets apart; the same at all replicas. */
  readonly budget: string
  readonly replica: string
  /** What counts as spent. */
  readonly spend: SpendQuestion
}

/** The leases that replicas hold of budgets, kept where the ledger is. */
export interface BudgetLeases {
  /**
   * Writes what `decide` makes of the book, while no other replica changes that budget's leases. Rejects with
   * STORE_UNAVAILABLE, and may have written it nevertheless.
   */
  change<Entry extends LeaseEntry>(question: LeaseQuestion, decide: (book: LeaseBook) => Entry): Promise<Entry>
  /** The budgets that the replica has leases of, and others have wanted more of since it answered. Rejects as `change`. */
  wanted(replica: string): Promise<readonly string[]>
  /** Calls back with the ids of attempts that have come into the ledger, on whatever way, after they have. */
  onRecorded(listener: (attemptIds: readonly string[]) => void): void
}
