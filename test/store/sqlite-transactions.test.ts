import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { valuesOf } from '../../src/store/ledger-columns.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { SqliteDatabase } from '../../src/store/sqlite/sqlite-database.ts'
import { createThread } from '../../src/store/sqlite/thread.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const RESOURCE = { kind: 'route', json: '{}', etag: 'e', create_time: 1, update_time: 1 }

async function countIn(database: SqliteDatabase, table: 'attempts' | 'resources'): Promise<bigint> {
  const reading = await database.reading()
  const { count } = await reading
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

describe.each(['file', 'memory'])('a transaction in a %s', (place) => {
  async function newDatabase(): Promise<SqliteDatabase> {
    const database = await openSqlite(place === 'file' ? join(temporaryDirectory(), 'store.db') : ':memory:')
    onTestFinished(() => database.close())
    return database
  }

  it('holds nothing of others: the ledger’s rows stay when it is rolled back', async () => {
    const database = await newDatabase()
    const writing = await database.writing()
    const began = Promise.withResolvers<void>()
    const broken = writing.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('resources')
        .values({ ...RESOURCE, name: 'a' })
        .execute()
      began.resolve()
      await transaction
        .insertInto('resources')
        .values({ ...RESOURCE, name: 'b' })
        .execute()
      throw new Error('changed my mind')
    })
    await began.promise
    const inserting = database.insertAttempts([valuesOf(ledgerRow())])
    await expect(broken).rejects.toThrow('changed my mind')
    await inserting
    expect([await countIn(database, 'resources'), await countIn(database, 'attempts')]).toEqual([0n, 1n])
  })

  it('is one after the other, each with all that the ones before have done', async () => {
    const database = await newDatabase()
    const writing = await database.writing()
    const add = () =>
      writing.transaction().execute(async (transaction) => {
        const rows = await transaction.selectFrom('resources').selectAll().execute()
        await transaction
          .insertInto('resources')
          .values({ ...RESOURCE, name: `resource ${rows.length}` })
          .execute()
      })
    await Promise.all(Array.from({ length: 30 }, add))
    expect(await countIn(database, 'resources')).toBe(30n)
  })
})

describe('a transaction whose thread dies', () => {
  it('is refused as a whole, and the next one works', async () => {
    const data = { path: join(temporaryDirectory(), 'store.db'), role: 'writer' as const }
    const thread = () => createThread(data, new URL('../support/dying-store-worker.ts', import.meta.url))
    const writer = thread()
    const database = new SqliteDatabase({ writer, keeper: thread(), scanner: thread() })
    onTestFinished(() => database.close())
    const lease = await writer.lease()
    const run = (sql: string) => lease.request({ kind: 'query', sql, parameters: [] })
    await run('BEGIN IMMEDIATE')
    await expect(lease.request({ kind: 'insert', rows: '[["die"]]' })).rejects.toThrow('the thread of the store ended')
    // A thread of the next generation would carry this out and commit it at once.
    await expect(run("INSERT INTO resources VALUES ('k', 'half', '{}', 'e', 1, 1)")).rejects.toThrow('ended')
    lease.release()
    const writing = await database.writing()
    await writing
      .insertInto('resources')
      .values({ ...RESOURCE, name: 'whole' })
      .execute()
    expect(await countIn(database, 'resources')).toBe(1n)
  })
})
