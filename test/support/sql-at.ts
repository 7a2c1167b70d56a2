import { DatabaseSync } from 'node:sqlite'
import { runSql } from './databases.ts'

const SQLITE = 'sqlite:'

/** Runs a statement in the database at the URL, as any other program would, and gives its rows. */
export async function sqlAt(url: string, sql: string): Promise<Record<string, unknown>[]> {
  if (!url.startsWith(SQLITE)) return runSql(url, sql)
  const database = new DatabaseSync(url.slice(SQLITE.length))
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}
