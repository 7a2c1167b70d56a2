import type { DatabaseSync } from 'node:sqlite'

/** Commits what the action does, or nothing of it. No other process writes in the meantime. */
export function inTransaction(database: DatabaseSync, action: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    action()
    database.exec('COMMIT')
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/** SQLite has already rolled back after some errors, a full disk among them. */
export function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK')
}
