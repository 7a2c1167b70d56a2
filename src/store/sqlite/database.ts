import { DatabaseSync } from 'node:sqlite'
import { columnNames, type SqlValue } from '../ledger-columns.ts'
import { migrations } from '../migrations.ts'
import { migrate, versionOf } from './migrate.ts'
import type { QueryReply, RepeatedStatement, ThreadData } from './protocol.ts'
import { inTransaction, rollBack } from './transaction.ts'

/** How long another process's lock is waited for. */
const BUSY_TIMEOUT_MS = 5000

/**
 * The log is copied into the database by the keeper, beside the commits. Only when it has grown to so many pages (64 MB)
 * without that, because the keeper is stuck, does a commit do it itself and wait.
 */
const EMERGENCY_CHECKPOINT_PAGES = 16_384

/** The database, opened by the one thread that uses it. */
export interface ThreadDatabase {
  readonly database: DatabaseSync
  /** Commits rows of `attempts`, all or none; one that is there already stays as it is. */
  insert(rows: readonly (readonly SqlValue[])[]): void
  /** Commits what statements do, all or none. */
  write(statements: readonly RepeatedStatement[]): void
  /** Runs a single statement. */
  query(sql: string, parameters: readonly (SqlValue | bigint)[]): QueryReply
  /** Ends the transaction, if there is one, as if it had not been. */
  rollBack(): void
  /** Copies the log into the database as far as readers allow. */
  checkpoint(): void
  /** Commits something, so that a full disk or a lost file shows. */
  probe(): void
  close(): void
}

export function openDatabase({ path, role, maxBytes }: ThreadData): ThreadDatabase {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    // A commit is on the disk when it returns.
    database.exec('PRAGMA synchronous = FULL')
    // For a query that joins many spans of time it would index all rows, rather than look each span up.
    database.exec('PRAGMA automatic_index = OFF')
    if (maxBytes !== undefined) bound(database, maxBytes)
    if (role === 'writer') prepareForWriting(database)
    return {
      database,
      insert: role === 'writer' ? inserter(database) : refuse,
      write: (statements) => write(database, statements),
      query: (sql, parameters) => query(database, sql, parameters),
      rollBack: () => rollBack(database),
      checkpoint: () => database.exec('PRAGMA wal_checkpoint(PASSIVE)'),
      // Writing the version that is there already still writes and syncs a page.
      probe: () => inTransaction(database, () => database.exec(`PRAGMA user_version = ${versionOf(database)}`)),
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Before there are tables, or the file keeps the pages that were given back. */
function bound(database: DatabaseSync, maxBytes: number): void {
  database.exec('PRAGMA auto_vacuum = FULL')
  const size = Number(database.prepare('PRAGMA page_size').get()?.page_size)
  database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / size))}`)
}

function prepareForWriting(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(`PRAGMA wal_autocheckpoint = ${EMERGENCY_CHECKPOINT_PAGES}`)
  migrate(database, migrations)
}

function inserter(database: DatabaseSync): ThreadDatabase['insert'] {
  const placeholders = columnNames.map(() => '?').join(', ')
  const statement = database.prepare(
    `INSERT INTO attempts (${columnNames.join(', ')}) VALUES (${placeholders}) ON CONFLICT (attempt_id) DO NOTHING`,
  )
  return (rows) =>
    inTransaction(database, () => {
      for (const values of rows) statement.run(...values)
    })
}

function write(database: DatabaseSync, statements: readonly RepeatedStatement[]): void {
  inTransaction(database, () => {
    for (const each of statements) repeat(database, each)
  })
}

function repeat(database: DatabaseSync, { sql, rows, mustChange }: RepeatedStatement): void {
  const statement = database.prepare(sql)
  let changed = 0
  for (const values of JSON.parse(rows) as readonly SqlValue[][]) changed += Number(statement.run(...values).changes)
  if (mustChange && changed !== mustChange.rows) throw new Error(mustChange.reason)
}

function query(database: DatabaseSync, sql: string, parameters: readonly (SqlValue | bigint)[]): QueryReply {
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  if (statement.columns().length > 0) return { rows: statement.all(...parameters), changes: undefined }
  return { rows: [], changes: BigInt(statement.run(...parameters).changes) }
}

function refuse(): never {
  throw new Error('only the writer writes rows')
}
