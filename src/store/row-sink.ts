import type { SqlValue } from './ledger-columns.ts'

/** Where rows of the ledger go, in the order of `columnNames`. What rejects does so with an Error that says why. */
export interface RowSink {
  /** All or none; one that is there already stays as it is. Durable when it resolves. */
  insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void>
  /** Rejects when rows could not be taken now. */
  probe(): Promise<void>
}

/** Rows that would be taken if there were room for them: a disk is full, or a file has grown to what it may. */
export class NoRoom extends Error {
  /** Also when others have put it into words of their own. */
  static isCauseOf(error: unknown): boolean {
    for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof NoRoom) return true
    return false
  }
}
