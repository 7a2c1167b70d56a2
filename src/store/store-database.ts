import type { Kysely } from 'kysely'
import type { SqlValue } from './ledger-columns.ts'
import type { Addition } from './rollups/addition.ts'
import type { Schema } from './schema.ts'

/** Attempts by their ids, a list of texts as JSON. */
export interface AttemptIds {
  readonly ids: string
  readonly size: number
}

/**
 * A database with the schema of this version, whichever kind it is. What rejects does so with an Error whose message says
 * why, in words that go on after a colon.
 */
export interface StoreDatabase {
  /** Commits rows of `attempts`, all or none; one that is there already stays as it is. Durable when it resolves. */
  insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void>
  /** Commits something: rejects when rows could not be written now. */
  probe(): Promise<void>
  /**
   * The rows of one statement that reads little, with `?` for each parameter. It spares a service that does no more than
   * that from loading Kysely.
   */
  read(statement: string, parameters: readonly string[]): Promise<readonly unknown[]>
  /**
   * For queries that only read, and may take their time. Kysely, which is large, is loaded at the first use: a service
   * that only records does without it.
   */
  reading(): Promise<Kysely<Schema>>
  /** The same for queries that may go through millions of rows: those of `reading` do not wait for their end. */
  scanning(): Promise<Kysely<Schema>>
  /** For all else. Transactions must be short: in SQLite the ledger's commits wait for their end. */
  writing(): Promise<Kysely<Schema>>
  /**
   * Commits what attempts add to the roll-ups, and that they are in them. Rejects, with nothing done, when one of them was in
   * them already.
   */
  addRollups(attempts: AttemptIds, additions: readonly Addition[]): Promise<void>
  /** As `writing`, for what a call may wait for: what reads much does not keep it waiting. */
  leasing(): Promise<Kysely<Schema>>
  /** An expression of SQL: the database's own time, in milliseconds since the epoch. */
  readonly clock: string
  /**
   * How a query gives the texts of a list that is its one parameter, as JSON: `IN (${textsIn}(?))`. A list of parameters
   * would cost as much as what is found by it.
   */
  readonly textsIn: string
  /** An expression of SQL over rows: it is another one where the texts of a column are others, in whichever order. */
  digestOf(column: string): string
  /** The function that makes such a list of a column's texts. */
  readonly textsOf: string
  /** Whether a statement that failed so may have been carried out, and may succeed when it is sent again. */
  isTransient(error: unknown): boolean
  close(): Promise<void>
}
