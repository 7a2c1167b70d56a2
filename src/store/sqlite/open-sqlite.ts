import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SqliteDatabase } from './sqlite-database.ts'
import { createThread } from './thread.ts'

const MEMORY = ':memory:'

/**
 * Opens the file, or a database in memory, bringing its schema up to date; the file and the folder it is in are made where
 * they are missing. Rejects when it cannot be opened or not be written.
 */
export async function openSqlite(path: string): Promise<SqliteDatabase> {
  const writer = createThread({ path, role: 'writer' })
  try {
    if (path !== MEMORY) await makeFolder(path)
    await writer.request({ kind: 'probe' })
  } catch (error) {
    await writer.close()
    throw error
  }
  // A database in memory belongs to the connection that made it.
  if (path === MEMORY) return new SqliteDatabase({ writer, keeper: writer, scanner: writer })
  const keeper = createThread({ path, role: 'keeper' })
  const scanner = createThread({ path, role: 'scanner' })
  return new SqliteDatabase({ writer, keeper, scanner })
}

/** Only the folder that the file is in is made: a longer path that does not exist is more likely a slip. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(dirname(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
