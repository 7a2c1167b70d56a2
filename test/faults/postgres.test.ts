import fc from 'fast-check'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Store, StoreCheck } from '../../src/store/store.ts'
import { startCuttingProxy } from '../support/cutting-proxy.ts'
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
  it('refuses rows after a bounded wait, says why it is not healthy, and recovers by itself', async () => {
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
    await expect(elapsed(clock, store.resources.list())).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })

    cluster.start()
    await untilHealthy(clock, store)
    await store.ledger.record([ledgerRow()])
    expect(await attemptsIn(store)).toBe(2)
    expect(changes.map(({ healthy }) => healthy)).toEqual([false, true])
    expect(JSON.stringify(changes)).not.toContain(PASSWORD)
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

describePostgres('PostgreSQL that is not there at the start', () => {
  it('is waited for, and opened when it comes', async () => {
    const cluster = await newCluster()
    cluster.stop()
    const clock = new FakeClock()
    const changes: StoreCheck[] = []
    const store = await openTestStore({ url: cluster.url(), clock, onChange: (change) => changes.push(change) })
    expect(store.check().message).toContain('ECONNREFUSED')
    await expect(store.resources.list()).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    await expect(elapsed(clock, store.ledger.record([ledgerRow()]))).rejects.toMatchObject(UNAVAILABLE)
    cluster.start()
    await elapsed(clock, store.opened)
    await untilHealthy(clock, store)
    await store.ledger.record([ledgerRow()])
    expect(await attemptsIn(store)).toBe(1)
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
    expect(clock.now() - start).toBeGreaterThan(20_000)
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

describePostgres('a connection that breaks in the middle of a commit', () => {
  async function newCutStore() {
    const direct = await newPostgresUrl()
    const { port } = new URL(direct)
    const proxy = await startCuttingProxy(Number(port))
    const store = await openTestStore({ url: direct.replace(`:${port}/`, `:${proxy.port}/`) })
    return { direct, proxy, store }
  }

  it('loses no row and doubles none, whether the commit had arrived or not', async () => {
    const { direct, proxy, store } = await newCutStore()
    let recorded = 0
    const rounds = fc.array(
      fc.tuple(fc.constantFrom('before' as const, 'after' as const), fc.integer({ min: 1, max: 5 })),
    )
    await fc.assert(
      fc.asyncProperty(rounds, async (cuts) => {
        for (const [cut, size] of cuts) {
          proxy.cutNext(cut)
          await Promise.all(Array.from({ length: size }, () => store.ledger.record([ledgerRow({ costNanos: 1n })])))
          recorded += size
        }
        const [kept] = await runSql(direct, 'SELECT count(*)::int AS size, sum(cost_nanos)::int AS cost FROM attempts')
        expect(kept).toEqual({ size: recorded, cost: recorded || null })
      }),
      { numRuns: 8 },
    )
    expect(proxy.cuts).toBeGreaterThan(8)
  })

  it.each(['before', 'after'] as const)('changes a resource once, when it broke %s it', async (cut) => {
    const { proxy, store } = await newCutStore()
    const resource = { kind: 'route', name: 'fast' }
    const steps = [{ json: '{"a":1}' }, { json: '{"a":2}' }, { json: undefined }]
    let expectedEtag: string | undefined
    await store.resources.list()
    for (const step of steps) {
      proxy.cutNext(cut)
      const changed = await store.resources.change({ ...resource, ...step, expectedEtag })
      expect(await store.resources.list()).toEqual(changed ? [changed] : [])
      expectedEtag = changed?.etag
    }
    expect(proxy.cuts).toBe(3)
  })
})

describePostgres('queries that take their time', () => {
  it('keep no commit waiting, however many they are', async () => {
    const url = await newPostgresUrl()
    const store = await openTestStore({ url })
    await store.ledger.record([ledgerRow()])
    const locking = new Client({ connectionString: url })
    await locking.connect()
    onTestFinished(() => locking.end())
    await locking.query('BEGIN')
    await locking.query('LOCK TABLE resources IN ACCESS EXCLUSIVE MODE')
    const waiting = Array.from({ length: 3 }, () => store.resources.list())
    await store.ledger.record([ledgerRow()])
    await locking.query('COMMIT')
    expect(await Promise.all(waiting)).toEqual([[], [], []])
    expect(await attemptsIn(store)).toBe(2)
  })
})

describe('a URL that is no database’s', () => {
  it('is refused without being repeated', async () => {
    const opening = openTestStore({ url: `mysql://root:${PASSWORD}@127.0.0.1/x` })
    await expect(opening).rejects.toThrow('store.url: its URL is neither')
    await expect(opening).rejects.not.toThrow(PASSWORD)
  })
})
