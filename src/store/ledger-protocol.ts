import type { LedgerStatistics } from '../usage/ledger.ts'

/** What the ledger asks of its thread. Requests are answered in their order. */
export type LedgerRequest =
  /** Opens the database unless it is open, and commits something: says whether rows could be written now. */
  | { readonly kind: 'probe' }
  /** Commits the rows, all or none: JSON text of lists of SqlValue, which crosses threads several times faster. */
  | { readonly kind: 'insert'; readonly rows: string }
  | { readonly kind: 'statistics'; readonly from: number; readonly to: number }
  /** Copies what was committed from the log into the database, without making commits wait. */
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'close' }

/** `error` says in words why the request failed. */
export type LedgerReply = { readonly value: LedgerStatistics | undefined } | { readonly error: string }

/** How a thread opens the database. */
export interface LedgerThreadData {
  /** A file's path, or `:memory:`. */
  readonly path: string
  /** The keeper reads, and copies the log into the database; only the writer writes rows. */
  readonly role: 'writer' | 'keeper'
}
