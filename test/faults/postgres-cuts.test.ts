import fc from 'fast-check'
import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { startCuttingProxy } from '../support/cutting-proxy.ts'
import { describePostgres, newPostgresUrl, openTestStore, runSql } from '../support/databases.ts'
import { ledgerRow } from '../support/ledger-row.ts'

async function attemptsIn({ ledger }: Store): Promise<number> {
  return (await ledger.statistics(0, Number.MAX_SAFE_INTEGER)).total.attempts
}

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

  it('sends the rows again when no answer comes', async () => {
    const { proxy, store } = await newCutStore()
    await store.ledger.record([ledgerRow()])
    proxy.cutNext('never')
    await store.ledger.record([ledgerRow()])
    expect(await attemptsIn(store)).toBe(2)
  })

  it.each(['before', 'after'] as const)('changes a resource once, when it broke %s it', async (cut) => {
    const { proxy, store } = await newCutStore()
    const resource = { kind: 'route', name: 'fast' }
    const steps = [{ json: '{"a":1}' }, { json: '{"a":2}' }, { json: undefined }]
    let expectedEtag: string | undefined
    await store.resources.list(['policy', 'route'])
    for (const step of steps) {
      proxy.cutNext(cut)
      const changed = await store.resources.change({ ...resource, ...step, expectedEtag })
      expect(await store.resources.list(['policy', 'route'])).toEqual(changed ? [changed] : [])
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
    const waiting = Array.from({ length: 3 }, () => store.resources.list(['policy', 'route']))
    await store.ledger.record([ledgerRow()])
    await locking.query('COMMIT')
    expect(await Promise.all(waiting)).toEqual([[], [], []])
    expect(await attemptsIn(store)).toBe(2)
  })
})
