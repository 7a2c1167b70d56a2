import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { migrations } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/open-store.ts'
import { migrate as migratePostgres } from '../../src/store/postgres/migrate.ts'
import { migrate as migrateSqlite } from '../../src/store/sqlite/migrate.ts'
import { describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { nextVersion } from '../support/next-version.ts'

const OPENER = fileURLToPath(new URL('../support/store-opener.ts', import.meta.url))

/** The schema of one database, as a test looks at it and brings it to any version. */
interface Schema {
  migrate(steps: readonly string[]): Promise<void>
  version(): Promise<number>
  tables(): Promise<unknown[]>
  run(sql: string): Promise<void>
  /** A statement that takes long, and whether one is being carried out within a transaction. */
  readonly pausing: string
  isBusy(): Promise<boolean>
}

describeDatabases(LASTING, ({ newUrl }) => {
  it('a new database gets the present schema, and keeps what is in it when it is opened again', async () => {
    const url = await newUrl()
    const first = await openStore({ url })
    await first.ledger.record([ledgerRow()])
    await first.close()
    const second = await openTestStore({ url })
    expect((await second.ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts).toBe(1)
    expect(await (await schemaAt(url)).version()).toBe(migrations.length)
  })

  it.each(migrations.map((_, index) => index))('a database of version %i is adopted', async (version) => {
    const url = await newUrl()
    const schema = await schemaAt(url)
    await schema.migrate(migrations.slice(0, version))
    if (version > 0) await schema.run(attempt('old'))
    const store = await openTestStore({ url })
    await store.ledger.record([ledgerRow()])
    expect(await store.resources.list(['policy', 'route'])).toEqual([])
    const { total } = await store.ledger.statistics(0, Number.MAX_SAFE_INTEGER)
    expect(total.attempts).toBe(version > 0 ? 2 : 1)
    expect(await schema.version()).toBe(migrations.length)
  })

  it('the version before goes on writing after the schema was changed', async () => {
    const url = await newUrl()
    const store = await openTestStore({ url })
    await (await schemaAt(url)).run(attempt('by the version before'))
    expect((await store.ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts).toBe(1)
  })

  it('of several processes that start at once, one changes the schema and all can use it', async () => {
    const url = await newUrl()
    const open = () => promisify(execFile)(process.execPath, [OPENER, url], { env: {} })
    await Promise.all([open(), open(), open(), open()])
    expect(await (await schemaAt(url)).version()).toBe(migrations.length)
  })

  it('a database of a later version is refused and left as it is', async () => {
    const url = await newUrl()
    const schema = await schemaAt(url)
    await schema.migrate([...migrations, 'CREATE TABLE of_the_future (a INTEGER) STRICT'])
    const opening = openStore({ url })
    await expect(opening).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    await expect(opening).rejects.toThrow(
      `it was written by a later version of Switchyard: its schema is ${migrations.length + 1}, this version knows ${migrations.length}.`,
    )
    expect(await schema.version()).toBe(migrations.length + 1)
  })

  it('a process that is killed in the middle leaves nothing behind, and the next one goes on from there', {
    timeout: 60_000,
  }, async () => {
    const url = await newUrl()
    const schema = await schemaAt(url)
    const versionBefore = migrations.length - 1
    await schema.migrate(migrations.slice(0, versionBefore))
    await schema.run(attempt('old'))
    const step = `CREATE TABLE half (a INTEGER) STRICT; ${schema.pausing}`
    const child = spawn(process.execPath, [OPENER, url], { env: nextVersion(step), stdio: 'inherit' })
    onTestFinished(() => void child.kill('SIGKILL'))
    await vi.waitFor(async () => expect(await schema.isBusy()).toBe(true), { timeout: 30_000, interval: 20 })
    child.kill('SIGKILL')
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    const store = await openTestStore({ url, failFast: true })
    expect(await schema.version()).toBe(migrations.length)
    expect(JSON.stringify(await schema.tables())).not.toContain('half')
    expect((await store.ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts).toBe(1)
  })

  it('steps that are interrupted leave nothing behind', async () => {
    const schema = await schemaAt(await newUrl())
    const steps = [...migrations, 'CREATE TABLE half (a INTEGER) STRICT', 'CREATE TABLE half (a INTEGER) STRICT']
    await expect(schema.migrate(steps)).rejects.toThrow('already exists')
    expect(await schema.tables()).toEqual([])
    await schema.migrate(migrations)
    expect(await schema.version()).toBe(migrations.length)
  })
})

describe('a step', () => {
  it.each(migrations)('only adds, so that the version before goes on working', (step) => {
    for (const statement of step.split(';').filter((text) => text.trim() !== '')) {
      expect(statement.trim()).toMatch(/^(CREATE (TABLE|INDEX)|ALTER TABLE \w+ ADD COLUMN) /)
    }
  })
})

/** What the first version wrote, with the columns that it knew. */
function attempt(id: string): string {
  return `INSERT INTO attempts (attempt_id, call_id, attempt_index, last, principal, operation, streaming, provider, model,
    requested_model, start_time, latency_us, first_content_us, call_latency_us, call_outcome, outcome, error_reason,
    finish_reason, input_tokens, output_tokens, cache_read_input_tokens, cache_write_input_tokens,
    reasoning_output_tokens, usage_estimated, cost_nanos, cost_estimated, trace_id, source_agent, session_id, labels)
    VALUES ('${id}', 'c', 0, 1, 'p', 'chat', 0, 'openai', 'm', '', 1, 1, NULL, 1, 'succeeded', 'succeeded', '',
    'STOP', 1, 1, 0, 0, 0, 0, 5, 0, '', '', '', '{}')`
}

async function schemaAt(url: string): Promise<Schema> {
  return url.startsWith('sqlite:') ? sqliteSchema(url.slice('sqlite:'.length)) : postgresSchema(url)
}

function sqliteSchema(path: string): Schema {
  const database = new DatabaseSync(path, { timeout: 5000 })
  onTestFinished(() => database.close())
  return {
    async migrate(steps) {
      // As every version leaves the file: to change it needs all others away.
      database.exec('PRAGMA journal_mode = WAL')
      migrateSqlite(database, steps)
    },
    version: async () => Number(database.prepare('PRAGMA user_version').get()?.user_version),
    tables: async () => database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all(),
    run: async (sql) => database.exec(sql),
    pausing: 'WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT COUNT(*) FROM c',
    isBusy: async () => isLocked(path),
  }
}

function isLocked(path: string): boolean {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK')
    return false
  } catch (error) {
    if (!String(error).includes('locked')) throw error
    return true
  } finally {
    database.close()
  }
}

const SLEEPING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"

async function postgresSchema(url: string): Promise<Schema> {
  const client = new Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end())
  return {
    migrate: (steps) => migratePostgres(client, steps),
    version: async () => Number((await client.query('SELECT version FROM switchyard_schema')).rows[0]?.version),
    tables: async () => (await client.query("SELECT * FROM pg_tables WHERE schemaname = 'public'")).rows,
    run: async (sql) => void (await client.query(sql)),
    // The server carries it out although nobody waits for it any more.
    pausing: 'SELECT pg_sleep(3)',
    isBusy: async () => (await client.query(SLEEPING)).rowCount === 1,
  }
}
