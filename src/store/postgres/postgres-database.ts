import type { Kysely } from 'kysely'
import { type Clock, sleep } from '../../core/clock.ts'
import { waitBefore } from '../back-off.ts'
import type { SqlValue } from '../ledger-columns.ts'
import { migrations } from '../migrations.ts'
import type { Addition } from '../rollups/addition.ts'
import type { Schema } from '../schema.ts'
import type { AttemptIds, StoreDatabase } from '../store-database.ts'
import { addRollups } from './add-rollups.ts'
import type { Connections } from './connections.ts'
import { isTransient, worded } from './faults.ts'
import { INSERT_ATTEMPTS, toJson } from './insert-attempts.ts'
import { migrate } from './migrate.ts'
import { queriesOf } from './queries.ts'

/** From the first failure on; afterwards rows are tried once, and refused until one goes through again. */
const PATIENCE_MS = 5000

/** What a commit may take before it counts as failed. */
const COMMIT_TIMEOUT_MS = 5000

/** A database of a PostgreSQL server, which can go and come back at any time. */
export class PostgresDatabase implements StoreDatabase {
  readonly textsIn = 'SELECT json_array_elements_text'
  readonly textsOf = 'json_agg'
  readonly #connections: Connections
  readonly #queries: Kysely<Schema>
  readonly #leases: Kysely<Schema>
  /** Not that of the transaction, which may have waited since it began. */
  readonly clock = 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)'
  readonly #clock: Clock
  readonly #patienceMs: number
  readonly #closing = new AbortController()
  /** Why nothing can be asked yet. */
  #unopened: Error | undefined = new Error('the database has not been reached yet')
  /** The first failure of those that no success came after, by the monotonic clock. */
  #failingSince: number | undefined

  /** A patient one sends rows again for some seconds before it gives up; where they are spooled that is not needed. */
  constructor(connections: Connections, clock: Clock, patient: boolean) {
    this.#connections = connections
    this.#patienceMs = patient ? PATIENCE_MS : 0
    this.#queries = queriesOf(connections.queries)
    this.#leases = queriesOf(connections.leases)
    this.#clock = clock
  }

  /** Aborts when it is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** Brings the schema up to date. Until it has resolved once, nothing else works. */
  async open(): Promise<void> {
    const client = this.#connections.newClient()
    // What ends the connection also fails the query that is under way.
    client.on('error', () => {})
    try {
      await client.connect()
      await migrate(client, migrations)
      this.#unopened = undefined
    } catch (error) {
      this.#unopened = worded(error)
      throw this.#unopened
    } finally {
      await client.end().catch(() => {})
    }
  }

  digestOf(column: string): string {
    return `SUM(hashtextextended(${column}, 0))::TEXT`
  }

  async insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    const values = [toJson(rows)]
    for (let failures = 1; ; failures++) {
      const fault = await this.#faultOf(INSERT_ATTEMPTS, values)
      if (!fault) return
      if (!isTransient(fault) || this.#isOutOfPatience()) throw worded(fault)
      await sleep(this.#clock, waitBefore(failures, this.#clock), this.closing).catch(() =>
        Promise.reject(worded(fault)),
      )
    }
  }

  /** A server that only reads, as a stand-by does, is of no use. */
  async probe(): Promise<void> {
    const fault = await this.#faultOf('UPDATE switchyard_schema SET version = version', [])
    if (fault) throw worded(fault)
  }

  async read(statement: string, parameters: readonly string[]): Promise<readonly unknown[]> {
    if (this.#unopened) throw this.#unopened
    let place = 0
    const numbered = statement.replaceAll('?', () => {
      place += 1
      return `$${place}`
    })
    return (await this.#connections.queries.query(numbered, [...parameters])).rows
  }

  async reading(): Promise<Kysely<Schema>> {
    if (this.#unopened) throw this.#unopened
    return this.#queries
  }

  /** On another connection. */
  scanning(): Promise<Kysely<Schema>> {
    return this.reading()
  }

  writing(): Promise<Kysely<Schema>> {
    return this.reading()
  }

  async addRollups(attempts: AttemptIds, additions: readonly Addition[]): Promise<void> {
    const writing = await this.writing()
    await writing.transaction().execute((transaction) => addRollups(transaction, attempts, additions))
  }

  async leasing(): Promise<Kysely<Schema>> {
    if (this.#unopened) throw this.#unopened
    return this.#leases
  }

  isTransient(error: unknown): boolean {
    return isTransient(error)
  }

  async close(): Promise<void> {
    if (this.closing.aborted) return
    this.#closing.abort()
    const { commits, queries, leases } = this.#connections
    await Promise.all([commits.end(), queries.end(), leases.end()])
  }

  /** A connection on which a statement failed is not used again. */
  async #faultOf(text: string, values: readonly unknown[]): Promise<unknown> {
    try {
      if (this.#unopened) throw this.#unopened
      const query = { text, values: [...values], query_timeout: COMMIT_TIMEOUT_MS }
      await this.#connections.commits.query(query)
      this.#failingSince = undefined
      return undefined
    } catch (error) {
      if (isTransient(error)) this.#failingSince ??= this.#clock.monotonic()
      return error
    }
  }

  #isOutOfPatience(): boolean {
    return this.#clock.monotonic() - (this.#failingSince ?? 0) >= this.#patienceMs
  }
}
