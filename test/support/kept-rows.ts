import { DatabaseSync } from 'node:sqlite'
import { readRows, type StoredRow } from './app.ts'
import { runSql } from './databases.ts'

const SQLITE = 'sqlite:'

/** The rows of the ledger at the URL, as any other program would read them. */
export async function keptRows(url: string): Promise<StoredRow[]> {
  if (url.startsWith(SQLITE)) return readRows(url.slice(SQLITE.length))
  return (await runSql(url, 'SELECT * FROM attempts')) as unknown as StoredRow[]
}

/** What is broken in the file; `ok` when nothing is. A server looks after its own files. */
export function faultsIn(url: string): unknown {
  if (!url.startsWith(SQLITE)) return 'ok'
  const database = new DatabaseSync(url.slice(SQLITE.length), { readOnly: true })
  try {
    return database.prepare('PRAGMA integrity_check').get()?.integrity_check
  } finally {
    database.close()
  }
}
