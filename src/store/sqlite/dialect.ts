import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type { SqlValue } from '../ledger-columns.ts'
import type { Schema } from '../schema.ts'
import type { QueryReply, ThreadRequest } from './protocol.ts'
import type { DatabaseThread, ThreadLease } from './thread.ts'

/** Kysely over a thread: neither a query nor a commit stops the event loop. The thread stays its owner's to close. */
export function queriesIn(thread: DatabaseThread): Kysely<Schema> {
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createDriver: () => new ThreadDriver(thread),
  }
  return new Kysely<Schema>({ dialect })
}

/** The thread is one connection, which each query or transaction has for itself. */
class ThreadDriver implements Driver {
  readonly #thread: DatabaseThread

  constructor(thread: DatabaseThread) {
    this.#thread = thread
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ThreadConnection> {
    return new ThreadConnection(await this.#thread.lease())
  }

  /** One that may write takes the lock at once: taken later it could be refused, when another had written meanwhile. */
  beginTransaction(connection: ThreadConnection, { accessMode }: TransactionSettings): Promise<void> {
    return connection.run(command(accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE'))
  }

  commitTransaction(connection: ThreadConnection): Promise<void> {
    return connection.run(command('COMMIT'))
  }

  rollbackTransaction(connection: ThreadConnection): Promise<void> {
    return connection.run({ kind: 'roll_back' })
  }

  async releaseConnection(connection: ThreadConnection): Promise<void> {
    connection.release()
  }

  async destroy(): Promise<void> {}
}

class ThreadConnection implements DatabaseConnection {
  readonly #lease: ThreadLease

  constructor(lease: ThreadLease) {
    this.#lease = lease
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const request = { kind: 'query', sql, parameters: parameters as readonly (SqlValue | bigint)[] } as const
    const { rows, changes } = (await this.#lease.request(request)) as QueryReply
    return { rows: rows as Row[], ...(changes === undefined ? {} : { numAffectedRows: changes }) }
  }

  // biome-ignore lint/correctness/useYield: what the interface asks for, and nobody calls.
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('queries of SQLite are not streamed')
  }

  async run(request: ThreadRequest): Promise<void> {
    await this.#lease.request(request)
  }

  release(): void {
    this.#lease.release()
  }
}

function command(sql: string): ThreadRequest {
  return { kind: 'query', sql, parameters: [] }
}
