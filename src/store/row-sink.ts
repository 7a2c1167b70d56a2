import type { SqlValue } from './ledger-columns.ts'

/** Where rows of the ledger go, in the order of `columnNames`. What rejects does so with an Error that says why. */
export interface RowSink {
  /** All or none; one that is there already stays as it is. Durable when it resolves. */
  insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void>
  /** Rejects when rows could not be taken now. */
  probe(): Promise<void>
}
