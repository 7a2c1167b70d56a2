import type { Kysely } from 'kysely'
import type { SqlValue } from '../ledger-columns.ts'
import type { Addition } from '../rollups/addition.ts'
import type { Schema } from '../schema.ts'
import type { AttemptIds, StoreDatabase } from '../store-database.ts'
import { adding, marking } from './add-rollups.ts'
import type { QueryReply } from './protocol.ts'
import type { DatabaseThread } from './thread.ts'

export interface SqliteThreads {
  readonly writer: DatabaseThread
  /** Reads, and copies the log into the database; the writer itself where the database cannot be opened twice. */
  readonly keeper: DatabaseThread
  /** Reads what takes long; it starts when there is something. The writer too where the database cannot be opened twice. */
  readonly scanner: DatabaseThread
}

/** Commits of a few pages each: the log stays at some megabytes. */
const COMMITS_PER_CHECKPOINT = 250

/** A transaction of statements may write hundreds of pages, as one that rolls up attempts does. */
const COMMITS_OF_A_TRANSACTION = 25

/** SQLite in two threads, or three. */
export class SqliteDatabase implements StoreDatabase {
  readonly #writer: DatabaseThread
  readonly #keeper: DatabaseThread
  readonly #scanner: DatabaseThread
  readonly textsIn = 'SELECT value FROM json_each'
  readonly textsOf = 'json_group_array'
  readonly clock = "CAST(unixepoch('subsec') * 1000 AS INTEGER)"
  #reading: Promise<Kysely<Schema>> | undefined
  #scanning: Promise<Kysely<Schema>> | undefined
  #writing: Promise<Kysely<Schema>> | undefined
  #uncopied = 0
  #copying = false

  constructor({ writer, keeper, scanner }: SqliteThreads) {
    this.#writer = writer
    this.#keeper = keeper
    this.#scanner = scanner
  }

  /** All of them: SQLite has no function that hashes. */
  digestOf(column: string): string {
    return `group_concat(${column}, '' ORDER BY ${column})`
  }

  insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    this.#noteCommits(1)
    return this.#writer.request({ kind: 'insert', rows: JSON.stringify(rows) }) as Promise<void>
  }

  probe(): Promise<void> {
    return this.#writer.request({ kind: 'probe' }) as Promise<void>
  }

  /** In the thread that runs anyway. */
  async read(statement: string, parameters: readonly string[]): Promise<readonly unknown[]> {
    const reply = await this.#writer.request({ kind: 'query', sql: statement, parameters })
    return (reply as QueryReply).rows
  }

  reading(): Promise<Kysely<Schema>> {
    this.#reading ??= queriesIn(this.#keeper)
    return this.#reading
  }

  scanning(): Promise<Kysely<Schema>> {
    this.#scanning ??= queriesIn(this.#scanner)
    return this.#scanning
  }

  writing(): Promise<Kysely<Schema>> {
    this.#noteCommits(COMMITS_OF_A_TRANSACTION)
    this.#writing ??= queriesIn(this.#writer)
    return this.#writing
  }

  async addRollups(attempts: AttemptIds, additions: readonly Addition[]): Promise<void> {
    this.#noteCommits(COMMITS_OF_A_TRANSACTION)
    await this.#writer.request({ kind: 'write', statements: [marking(attempts), ...additions.map(adding)] })
  }

  leasing(): Promise<Kysely<Schema>> {
    return this.writing()
  }

  /** What SQLite refuses is refused for good, or has been waited for already. */
  isTransient(): boolean {
    return false
  }

  async close(): Promise<void> {
    await this.#scanner.close()
    await this.#keeper.close()
    await this.#writer.close()
  }

  /** The log is copied while commits go on; one copying at a time. */
  #noteCommits(size: number): void {
    this.#uncopied += size
    if (this.#uncopied < COMMITS_PER_CHECKPOINT || this.#copying) return
    this.#uncopied = 0
    this.#copying = true
    const copied = () => {
      this.#copying = false
    }
    // When it fails the next one tries again; the log only grows in the meantime.
    this.#keeper.request({ kind: 'checkpoint' }).then(copied, copied)
  }
}

async function queriesIn(thread: DatabaseThread): Promise<Kysely<Schema>> {
  const dialect = await import('./dialect.ts')
  return dialect.queriesIn(thread)
}
