import type { Subject } from '../core/subject.ts'

/** Attempts of a subject that began in the time, `from` inclusive and `to` exclusive, epoch milliseconds. */
export interface SpendQuestion {
  readonly subject: Subject
  readonly from: number
  readonly to: number
}

/** What the ledger knows of money. */
export interface Spend {
  /** What they cost, in billionths of a US dollar. Rejects with STORE_UNAVAILABLE. */
  read(question: SpendQuestion): Promise<bigint>
}
