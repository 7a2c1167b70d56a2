import type { DatabaseSync } from 'node:sqlite'
import { stepsFrom } from '../migrations.ts'
import { inTransaction } from './transaction.ts'

/**
 * Brings the database to the present schema, all steps or none; of several processes that start at once, one does it.
 * `user_version` counts the steps taken. Throws when the database was written by a later version.
 */
export function migrate(database: DatabaseSync, migrations: readonly string[]): void {
  inTransaction(database, () => {
    const steps = stepsFrom(versionOf(database), migrations)
    for (const step of steps) database.exec(step)
    if (steps.length > 0) database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}
