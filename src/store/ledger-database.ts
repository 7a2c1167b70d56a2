import { DatabaseSync } from 'node:sqlite'
import { columnNames, type SqlValue } from './ledger-columns.ts'
import type { LedgerThreadData } from './ledger-protocol.ts'
import { migrate, migrations } from './migrations.ts'

/** How long another process's lock is waited for. */
const BUSY_TIMEOUT_MS = 5000

/**
 * The log is copied into the database by the keeper, beside the commits. Only when it has grown to so many pages (64 MB)
 * without that, because the keeper is stuck, does a commit do it itself and wait.
 */
const EMERGENCY_CHECKPOINT_PAGES = 16_384

/** The database of the ledger, opened by the one thread that uses it. */
export interface LedgerDatabase {
  readonly database: DatabaseSync
  /** Commits the rows, all or none; one that is there already stays as it is. */
  insert(rows: readonly (readonly SqlValue[])[]): void
  /** Copies the log into the database as far as readers allow. */
  checkpoint(): void
  /** Commits something, so that a full disk or a lost file shows. */
  probe(): void
  close(): void
}

export function openDatabase({ path, role }: LedgerThreadData): LedgerDatabase {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    if (role === 'writer') prepareForWriting(database)
    return {
      database,
      insert: role === 'writer' ? inserter(database) : refuse,
      checkpoint: () => database.exec('PRAGMA wal_checkpoint(PASSIVE)'),
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
  database.exec(`PRAGMA wal_autocheckpoint = ${EMERGENCY_CHECKPOINT_PAGES}`)
  migrate(database)
}

function inserter(database: DatabaseSync): LedgerDatabase['insert'] {
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
  throw new Error('only the writer writes rows')
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
