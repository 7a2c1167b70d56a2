import type { DatabaseSync } from 'node:sqlite'

/**
 * The steps that lead from an empty database to the present schema. A step that was released is never changed: a new
 * one is added. The database's `user_version` counts the steps taken.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE attempts (
     attempt_id TEXT NOT NULL PRIMARY KEY,
     call_id TEXT NOT NULL,
     attempt_index INTEGER NOT NULL,
     last INTEGER NOT NULL,
     principal TEXT NOT NULL,
     operation TEXT NOT NULL,
     streaming INTEGER NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     requested_model TEXT NOT NULL,
     start_time INTEGER NOT NULL,
     latency_us INTEGER NOT NULL,
     first_content_us INTEGER,
     call_latency_us INTEGER NOT NULL,
     call_outcome TEXT NOT NULL,
     outcome TEXT NOT NULL,
     error_reason TEXT NOT NULL,
     finish_reason TEXT NOT NULL,
     input_tokens INTEGER NOT NULL,
     output_tokens INTEGER NOT NULL,
     cache_read_input_tokens INTEGER NOT NULL,
     cache_write_input_tokens INTEGER NOT NULL,
     reasoning_output_tokens INTEGER NOT NULL,
     usage_estimated INTEGER NOT NULL,
     cost_nanos INTEGER NOT NULL,
     cost_estimated INTEGER NOT NULL,
     trace_id TEXT NOT NULL,
     source_agent TEXT NOT NULL,
     session_id TEXT NOT NULL,
     labels TEXT NOT NULL
   ) STRICT;
   CREATE INDEX attempts_by_start_time ON attempts (start_time);`,
]

/**
 * Brings the database to the present schema, all steps or none; of several processes that start at once, one does it.
 * Throws when the database was written by a later version.
 */
export function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = versionOf(database)
    if (version > migrations.length) {
      throw new Error(
        `it was written by a later version of Switchyard: its schema is ${version}, this version knows ${migrations.length}`,
      )
    }
    for (const step of migrations.slice(version)) database.exec(step)
    if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version)
}
