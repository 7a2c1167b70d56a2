import { DatabaseError, type Pool, type PoolClient } from 'pg'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import type { Kept } from '../../src/resources/repository.ts'
import { createConnections } from '../../src/store/postgres/connections.ts'
import { PostgresDatabase } from '../../src/store/postgres/postgres-database.ts'
import { SqliteDatabase } from '../../src/store/sqlite/sqlite-database.ts'
import { createThread, type DatabaseThread } from '../../src/store/sqlite/thread.ts'
import type { StoreDatabase } from '../../src/store/store-database.ts'
import { StoredAuditLog } from '../../src/store/stored-audit-log.ts'
import { StoredResources } from '../../src/store/stored-resources.ts'

/** One that is not tried again: with a server that went away it would be. */
const FAULT = Object.assign(new DatabaseError('a statement that was to fail', 0, 'error'), { code: 'XX001' })

/** Statements of which one fails when a test wants it; the end of a transaction without a commit is none. */
export class FailingStatements {
  #left = Number.POSITIVE_INFINITY
  #hasFailed = false

  /** Lets the statement of this number fail, counted from 1 and from now on, and all others succeed. */
  failAt(number: number): void {
    this.#left = number
    this.#hasFailed = false
  }

  /** Lets all succeed from now on; tells whether one has failed. */
  stop(): boolean {
    this.#left = Number.POSITIVE_INFINITY
    return this.#hasFailed
  }

  /** Throws when it is the statement's turn to fail. */
  pass(): void {
    this.#left -= 1
    if (this.#left !== 0) return
    this.#hasFailed = true
    throw FAULT
  }
}

/** What is changed at run time in a database of its own at the URL, whose statements fail as the test wants it. */
export async function openFailingKept(url: string, statements: FailingStatements): Promise<Kept> {
  const sqlite = /^sqlite:(.*)$/.exec(url)?.[1]
  const database = await (sqlite === undefined ? openPostgres(url, statements) : openSqlite(sqlite, statements))
  onTestFinished(() => database.close())
  return { resources: new StoredResources(database, systemClock), audit: new StoredAuditLog(database, systemClock) }
}

async function openSqlite(path: string, statements: FailingStatements): Promise<StoreDatabase> {
  const writer = failingThread(createThread({ path, role: 'writer' }), statements)
  await writer.request({ kind: 'probe' })
  return new SqliteDatabase({ writer, keeper: writer, scanner: writer })
}

function failingThread(thread: DatabaseThread, statements: FailingStatements): DatabaseThread {
  const failing =
    (ask: DatabaseThread['request']): DatabaseThread['request'] =>
    async (request) => {
      if (request.kind === 'query') statements.pass()
      return ask(request)
    }
  return {
    request: failing(thread.request),
    async lease() {
      const { request, release } = await thread.lease()
      return { request: failing(request), release }
    },
    close: () => thread.close(),
  }
}

async function openPostgres(url: string, statements: FailingStatements): Promise<StoreDatabase> {
  const connections = createConnections(url, () => {})
  failOn(connections.queries, statements)
  const database = new PostgresDatabase(connections, systemClock, false)
  await database.open()
  return database
}

function failOn(pool: Pool, statements: FailingStatements): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...words: unknown[]) => unknown
    const failing = (...words: unknown[]) => {
      try {
        if (words[0] !== 'rollback') statements.pass()
        return query(...words)
      } catch (error) {
        const tell = words.at(-1)
        return typeof tell === 'function' ? process.nextTick(tell, error) : Promise.reject(error)
      }
    }
    client.query = failing as PoolClient['query']
  })
}
