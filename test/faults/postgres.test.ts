import { describe, expect, it } from 'vitest'
import type { Store, StoreCheck } from '../../src/store/store.ts'
import { describePostgres, newCluster, newPostgresUrl, openTestStore, runSql } from '../support/databases.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { PASSWORD } from '../support/postgres-cluster.ts'

const UNAVAILABLE = { reasonName: 'LEDGER_UNAVAILABLE' }

/** Lets the clock run, and the network work, until the promise has settled. */
async function elapsed<Value>(clock: FakeClock, promise: Promise<Value>): Promise<Value> {
  let settled = false
  const done = () => {
    settled = true
  }
  promise.then(done, done)
  while (!settled) await clock.advance(50)
  return promise
}

async function untilHealthy(clock: FakeClock, store: Store): Promise<void> {
  while (!store.check().healthy) await clock.advance(50)
}

async function attemptsIn({ ledger }: Store): Promise<number> {
  return (await ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts
}

describePostgres('PostgreSQL that stops and starts', () => {
  it('refuses rows after a bounded wait, says why it is not healthy, and writes them when it is back, by itself', async () => {
    const cluster = await newCluster()
    const clock = new FakeClock()
    const changes: StoreCheck[] = []
    const onChange = (change: StoreCheck) => changes.push(change)
    const store = await openTestStore({ url: cluster.url(), clock, onChange })
    await store.ledger.record([ledgerRow()])

    cluster.stop()
    const start = clock.now()
    const refused = store.ledger.record([ledgerRow()])
    await expect(elapsed(clock, refused)).rejects.toMatchObject(UNAVAILABLE)
    expect(clock.now() - start).toBeLessThan(11_000)
    expect(store.check()).toMatchObject({ healthy: false, message: expect.stringMatching(/^The ledger cannot .*\.$/) })
    const again = clock.now()
    await expect(elapsed(clock, store.ledger.record([ledgerRow()]))).rejects.toMatchObject(UNAVAILABLE)
    expect(clock.now() - again).toBeLessThan(5000)
    await expect(store.ledger.statistics(0, 1)).rejects.toMatchObject(UNAVAILABLE)
    await expect(elapsed(clock, store.resources.list(['policy', 'route']))).rejects.toMatchObject({
      reasonName: 'STORE_UNAVAILABLE',
    })

    cluster.start()
    await untilHealthy(clock, store)
    await store.ledger.record([ledgerRow()])
    expect(await attemptsIn(store)).toBe(4)
    expect(changes.map(({ healthy }) => healthy)).toEqual([false, true])
    expect(JSON.stringify(changes)).not.toContain(PASSWORD)
  })

  it('is seen to be away and to be back although nobody writes', async () => {
    const cluster = await newCluster()
    const clock = new FakeClock()
    const store = await openTestStore({ url: cluster.url(), clock })
    await store.ledger.record([ledgerRow()])
    cluster.stop()
    while (store.check().healthy) await clock.advance(50)
    cluster.start()
    await untilHealthy(clock, store)
    expect(await attemptsIn(store)).toBe(1)
  })

  it('keeps the rows of callers who were waiting when it came back in time', async () => {
    const cluster = await newCluster()
    const clock = new FakeClock()
    const store = await openTestStore({ url: cluster.url(), clock })
    await store.ledger.record([ledgerRow()])
    cluster.stop()
    const waiting = store.ledger.record([ledgerRow(), ledgerRow()])
    cluster.start()
    await elapsed(clock, waiting)
    expect(await attemptsIn(store)).toBe(3)
  })
})

describePostgres('PostgreSQL that fails over to a server that only reads', () => {
  it('is not healthy until a server takes rows again', async () => {
    const url = await newPostgresUrl()
    const database = new URL(url).pathname.slice(1)
    const clock = new FakeClock()
    const store = await openTestStore({ url, clock })
    await store.ledger.record([ledgerRow()])
    await runSql(url, `ALTER DATABASE ${database} SET default_transaction_read_only = on`)
    await runSql(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = '${database}' AND pid <> pg_backend_pid()`,
    )
    await expect(elapsed(clock, store.ledger.record([ledgerRow()]))).rejects.toMatchObject(UNAVAILABLE)
    expect(store.check().message).toContain('read-only')
    expect(await attemptsIn(store)).toBe(1)
    await runSql(url.replace(database, 'postgres'), `ALTER DATABASE ${database} RESET default_transaction_read_only`)
    await untilHealthy(clock, store)
    await store.ledger.record([ledgerRow()])
    expect(await attemptsIn(store)).toBe(3)
  })
})

describePostgres('PostgreSQL that is not there at the start', () => {
  it('is waited for, and opened when it comes', async () => {
    const cluster = await newCluster()
    cluster.stop()
    const clock = new FakeClock()
    const changes: StoreCheck[] = []
    const store = await openTestStore({ url: cluster.url(), clock, onChange: (change) => changes.push(change) })
    expect(store.check().message).toContain('ECONNREFUSED')
    await expect(store.resources.list(['policy', 'route'])).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    await expect(elapsed(clock, store.ledger.record([ledgerRow()]))).rejects.toMatchObject(UNAVAILABLE)
    cluster.start()
    await elapsed(clock, store.opened)
    await untilHealthy(clock, store)
    await store.ledger.record([ledgerRow()])
    expect(await attemptsIn(store)).toBe(2)
    expect(changes.map(({ healthy }) => healthy)).toEqual([false, true])
  })

  it('is given up within 30 seconds where that is asked for', async () => {
    const clock = new FakeClock()
    const start = clock.now()
    const url = `postgres://postgres:${PASSWORD}@127.0.0.1:1/none`
    const opening = openTestStore({ url, clock, failFast: true })
    const error = await elapsed(clock, opening).catch((thrown) => thrown)
    expect(error).toMatchObject({ reasonName: 'STORE_UNAVAILABLE', message: expect.stringContaining('ECONNREFUSED') })
    expect(error.message).not.toContain(PASSWORD)
    expect(clock.now() - start).toBeGreaterThan(15_000)
    expect(clock.now() - start).toBeLessThan(30_000)
  })

  it.each([
    ['a wrong password', (url: string) => url.replace(PASSWORD, 'wrong-secret'), 'password authentication failed'],
    ['no such database', (url: string) => `${url}_none`, 'does not exist'],
    ['a file that is missing', (url: string) => `${url}?sslmode=verify-ca&sslrootcert=/none.pem`, 'ENOENT'],
    ['a server without TLS', (url: string) => `${url}?sslmode=require`, 'does not support SSL'],
  ])('says what is wrong, without the password: %s', async (_, change, reason) => {
    const url = change(await newPostgresUrl())
    const { message } = await openTestStore({ url }).then(
      (store) => store.check(),
      (error) => error,
    )
    expect(message).toContain(reason)
    expect(message).not.toMatch(/secret/)
  })
})

describe('a URL that is no database’s', () => {
  it('is refused without being repeated', async () => {
    const opening = openTestStore({ url: `mysql://root:${PASSWORD}@127.0.0.1/x` })
    await expect(opening).rejects.toThrow('store.url: its URL is neither')
    await expect(opening).rejects.not.toThrow(PASSWORD)
  })
})
