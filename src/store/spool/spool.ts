import { columnNames, type SqlValue } from '../ledger-columns.ts'
import { makeFolder } from '../sqlite/open-sqlite.ts'
import type { QueryReply } from '../sqlite/protocol.ts'
import { createThread, type DatabaseThread } from '../sqlite/thread.ts'

export interface SpoolOptions {
  /** A file, made where it is missing, with its folder. */
  readonly path: string
  /** What the file may grow to. The log beside it takes some megabytes more. */
  readonly maxBytes: number
}

const COLUMNS = columnNames.join(', ')
const FIRST = `SELECT ${COLUMNS} FROM attempts ORDER BY rowid LIMIT ?`
/** By their ids: another process that shares the file may have taken rows, and their places may be taken again. */
const REMOVE = 'DELETE FROM attempts WHERE attempt_id IN (SELECT value FROM json_each(?))'
const BYTES = `SELECT (page_count - freelist_count) * page_size AS bytes
  FROM pragma_page_count, pragma_freelist_count, pragma_page_size`

/**
 * Rows on the local disk that are on their way to the database. The file is a store of its own, so that what holds for rows
 * there holds here: durable at once, each row once, the columns of every version.
 */
export class Spool {
  readonly #path: string
  readonly #thread: DatabaseThread
  #bytes = 0

  constructor({ path, maxBytes }: SpoolOptions) {
    this.#path = path
    this.#thread = createThread({ path, role: 'writer', maxBytes })
  }

  /** What the rows in it take, as of the last that came or went. */
  get bytes(): number {
    return this.#bytes
  }

  /** As `RowSink`; rejects too when there is no room left. */
  async insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await this.#thread.request({ kind: 'insert', rows: JSON.stringify(rows) })
    await this.#measure()
  }

  async probe(): Promise<void> {
    await makeFolder(this.#path)
    await this.#thread.request({ kind: 'probe' })
    await this.#measure()
  }

  /** The rows that came first. */
  async first(limit: number): Promise<SqlValue[][]> {
    const { rows } = await this.#query(FIRST, [limit])
    return rows.map((row) => columnNames.map((name) => storable(row[name])))
  }

  async remove(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await this.#query(REMOVE, [JSON.stringify(rows.map(([id]) => id))])
    await this.#measure()
  }

  close(): Promise<void> {
    return this.#thread.close()
  }

  async #measure(): Promise<void> {
    const { rows } = await this.#query(BYTES, [])
    this.#bytes = Number(rows[0]?.bytes ?? 0)
  }

  #query(sql: string, parameters: readonly SqlValue[]): Promise<QueryReply> {
    return this.#thread.request({ kind: 'query', sql, parameters }) as Promise<QueryReply>
  }
}

/** Integers are read as bigint, which JSON has not. */
function storable(value: unknown): SqlValue {
  if (typeof value !== 'bigint') return value as SqlValue
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
