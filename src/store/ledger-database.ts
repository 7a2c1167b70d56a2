import { DatabaseSync } from 'node:sqlite'
import { columnNames, type SqlValue } from './ledger-columns.ts'
import type { LedgerThreadData } from './ledger-protocol.ts'
import { migrate, migrations } from './migrations.ts'

/** How long another process's lock is waited for. */
const BUSY_TIMEOUT_MS = 5000

/**
 * After how many pages the log is copied into the database, which the next commit waits for. A fifth of SQLite's own
 * setting: with 200,000 rows there and 16 callers it took the 99th percentile of a commit from 8 to 3 ms.
 */
const CHECKPOINT_PAGES = 200

/** The database of the ledger, opened by the one thread that uses it. */
export interface LedgerDatabase {
  readonly database: DatabaseSync
  /** Commits the rows, all or none; one that is there already stays as it is. */
  insert(rows: readonly (readonly SqlValue[])[]): void
  /** Commits something, so that a full disk or a lost file shows. */
  probe(): void
  close(): void
}

export function openDatabase({ path, readOnly }: LedgerThreadData): LedgerDatabase {
  const database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS })
  try {
    if (!readOnly) prepareForWriting(database)
    return {
      database,
      insert: inserter(database, readOnly),
      // Writing the version that is there already still writes and syncs a page.
      probe: () => inTransaction(database, () => database.exec(`PRAGMA user_version = ${migrations.length}`)),
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

function prepareForWriting(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL')
  // A commit is on the disk when it returns.
  database.exec('PRAGMA synchronous = FULL')
  database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  migrate(database)
}

function inserter(database: DatabaseSync, readOnly: boolean): LedgerDatabase['insert'] {
  if (readOnly) return refuse
  const placeholders = columnNames.map(() => '?').join(', ')
  const statement = database.prepare(
    `INSERT INTO attempts (${columnNames.join(', ')}) VALUES (${placeholders}) ON CONFLICT (attempt_id) DO NOTHING`,
  )
  return (rows) =>
    inTransaction(database, () => {
      for (const values of rows) statement.run(...values)
    })
}

function refuse(): never {
  throw new Error('it is open for reading only')
}

function inTransaction(database: DatabaseSync, action: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    action()
    database.exec('COMMIT')
  } catch (error) {
    // SQLite has already rolled back after some errors, a full disk among them.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
