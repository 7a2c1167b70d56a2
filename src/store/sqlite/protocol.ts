import type { SqlValue } from '../ledger-columns.ts'

/** What is asked of a thread. Requests are answered in their order. */
export type ThreadRequest =
  /** Opens the database unless it is open, and commits something: says whether rows could be written now. */
  | { readonly kind: 'probe' }
  /** Commits rows, all or none: JSON text of lists of SqlValue, which crosses threads several times faster. */
  | { readonly kind: 'insert'; readonly rows: string }
  /** Commits what statements do, all or none. */
  | { readonly kind: 'write'; readonly statements: readonly RepeatedStatement[] }
  /** Runs a single statement. */
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly (SqlValue | bigint)[] }
  /** Ends the transaction, if there is one, as if it had not been. */
  | { readonly kind: 'roll_back' }
  /** Copies what was committed from the log into the database, without making commits wait. */
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'close' }

/** A statement that is run for each of many rows of parameters. */
export interface RepeatedStatement {
  readonly sql: string
  /** JSON text of lists of SqlValue. */
  readonly rows: string
  /** How many rows it must have changed in the end, if that matters; otherwise all is undone, for this reason. */
  readonly mustChange?: { readonly rows: number; readonly reason: string }
}

/** What a statement gave. */
export interface QueryReply {
  /** Integers are bigint. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Rows that were written; undefined for a statement that returns rows. */
  readonly changes: bigint | undefined
}

/** `error` says in words why the request failed, `full` that there was no room. */
export type ThreadReply =
  | { readonly value: QueryReply | undefined }
  | { readonly error: string; readonly full: boolean }

/** How a thread opens the database. */
export interface ThreadData {
  /** A file's path, or `:memory:`. */
  readonly path: string
  /** The keeper and the scanner read, and the keeper copies the log into the database; only the writer writes. */
  readonly role: 'writer' | 'keeper' | 'scanner'
  /** What the writer lets the file grow to, and gives back when rows go. Left out: as the disk allows. */
  readonly maxBytes?: number
}
