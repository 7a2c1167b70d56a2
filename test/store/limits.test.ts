import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Clock, systemClock } from '../../src/core/clock.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { RateLimit } from '../../src/limits/rate-limit.ts'
import { RateLimits } from '../../src/limits/rate-limits.ts'
import { SharedLimits } from '../../src/limits/shared-limits.ts'
import type { Store } from '../../src/store/store.ts'
import type { LimitBook, LimitUse } from '../../src/usage/limit-exchange.ts'
import { targetedCall } from '../support/call.ts'
import { describeDatabases, LASTING, openTestStore } from '../support/databases.ts'
import { sqlAt } from '../support/sql-at.ts'

const USE: LimitUse = {
  ...{ limit: 'a', incarnation: 1, requests: 5, tokens: 2 ** 40, running: 2 },
  ...{ requestsLeft: -1.5, tokensLeft: 2 ** 41 + 0.125 },
}

describeDatabases(LASTING, ({ newUrl }) => {
  /** Exchanges, and gives what was heard, with the turn. */
  async function exchange({ limits }: Store, replica: string, uses: readonly LimitUse[] = [], since = 0) {
    let heard: LimitBook = { turn: 0, replicas: [], uses: [] }
    const turn = await limits.exchange({ replica, since }, (book) => {
      heard = book
      return uses
    })
    return { ...heard, turn }
  }

  it('what a replica told is heard by the others, and nothing of itself', async () => {
    const store = await openTestStore({ url: await newUrl() })
    expect(await exchange(store, 'one', [USE, { ...USE, limit: 'b' }])).toEqual({ turn: 1, replicas: [], uses: [] })
    const { turn, replicas, uses } = await exchange(store, 'two')
    expect([turn, replicas]).toEqual([2, ['one']])
    expect(uses).toMatchObject([
      { ...USE, replica: 'one' },
      { ...USE, replica: 'one', limit: 'b' },
    ])
    expect(uses.map(({ begunTurn }) => begunTurn)).toEqual([1, 1])
    for (const { ageMs } of uses) expect(ageMs).toBeGreaterThanOrEqual(0)
    expect(await exchange(store, 'one')).toMatchObject({ turn: 3, replicas: ['two'], uses: [] })
  })

  it('a use tells since when it is counted on', async () => {
    const store = await openTestStore({ url: await newUrl() })
    const begunTurn = async (incarnation: number) => {
      await exchange(store, 'one', [{ ...USE, incarnation }])
      return (await exchange(store, 'two')).uses[0]?.begunTurn
    }
    expect([await begunTurn(1), await begunTurn(1), await begunTurn(2), await begunTurn(2)]).toEqual([1, 1, 5, 5])
  })

  it('only what was told after the turn that is asked for is heard', async () => {
    const store = await openTestStore({ url: await newUrl() })
    await exchange(store, 'one', [USE])
    const { turn } = await exchange(store, 'three', [{ ...USE, limit: 'z' }])
    await exchange(store, 'two', [USE])
    await exchange(store, 'one', [{ ...USE, requests: 6 }])
    const { uses } = await exchange(store, 'three', [], turn)
    expect(new Map(uses.map(({ replica, requests }) => [replica, requests]))).toEqual(
      new Map([
        ['two', 5],
        ['one', 6],
      ]),
    )
    expect((await exchange(store, 'three')).uses).toHaveLength(2)
  })

  it('a replica that leaves is not there any more, what it told is', async () => {
    const store = await openTestStore({ url: await newUrl() })
    await exchange(store, 'one', [USE])
    await store.limits.leave('one')
    expect(await exchange(store, 'two')).toMatchObject({ replicas: [], uses: [{ replica: 'one' }] })
  })

  it('one that was not seen for long is not there, whichever way the clock was set', async () => {
    const url = await newUrl()
    const store = await openTestStore({ url })
    for (const [name, seen] of Object.entries({ late: -9000, ahead: 60_000, there: 500 })) {
      const time = systemClock.now() + seen
      await exchange(store, name)
      await sqlAt(url, `UPDATE rate_limit_replicas SET seen_time = ${time} WHERE replica = '${name}'`)
    }
    expect((await exchange(store, 'two')).replicas).toEqual(['there'])
  })

  it('an exchange that is not decided is none', async () => {
    const store = await openTestStore({ url: await newUrl() })
    const failing = store.limits.exchange({ replica: 'one', since: 0 }, () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toMatchObject({ reasonName: 'STORE_UNAVAILABLE' })
    expect(await exchange(store, 'two')).toEqual({ turn: 1, replicas: [], uses: [] })
  })

  it('exchanges come one after the other, from whichever process, each with what was told before', async () => {
    const url = await newUrl()
    const stores = [await openTestStore({ url }), await openTestStore({ url })]
    const sums = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const { turn, uses } = await exchange(stores[index % 2] as Store, `replica ${index}`, [{ ...USE, requests: 1 }])
        return [turn, uses.length + 1]
      }),
    )
    expect(sums.map(([turn]) => turn).toSorted((one = 0, other = 0) => one - other)).toEqual(
      sums.map((_, index) => index + 1),
    )
    for (const [turn, told] of sums) expect(told).toBe(turn)
  })

  it('what those told that have gone goes after an hour', async () => {
    const url = await newUrl()
    const store = await openTestStore({ url })
    await exchange(store, 'gone', [USE])
    await exchange(store, 'there', [USE])
    const old = systemClock.now() - 3_700_000
    await sqlAt(url, `UPDATE rate_limit_uses SET time = ${old}`)
    await sqlAt(url, `UPDATE rate_limit_replicas SET seen_time = ${old} WHERE replica = 'gone'`)
    await sqlAt(url, `UPDATE rate_limit_replicas SET turn = 999 WHERE replica = ''`)
    await exchange(store, 'there')
    const rows = await sqlAt(url, 'SELECT replica, rate_limit FROM rate_limit_uses')
    expect(rows).toEqual([{ replica: 'there', rate_limit: 'a' }])
    expect(await sqlAt(url, `SELECT replica FROM rate_limit_replicas WHERE replica <> ''`)).toHaveLength(1)
  })

  it('however many calls come to several replicas at once, together they pass a limit by a twentieth at most', async () => {
    const perMinute = fc.integer({ min: 1, max: 100 })
    const calls = fc.array(fc.nat({ max: 60 }), { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(perMinute, calls, async (requestsPerMinute, counts) => {
        const url = await newUrl()
        const replicas = await Promise.all(counts.map(() => openReplica(url, requestsPerMinute)))
        // Each has heard of those that came after it.
        passedMs += 1000
        for (const { shared } of replicas) await shared.look()
        const begun = slowClock.monotonic()
        const ends = await Promise.all(
          replicas.flatMap(({ begin }, index) => Array.from({ length: counts[index] ?? 0 }, begin)),
        )
        const came = (slowClock.monotonic() - begun) / 60_000
        const most = requestsPerMinute * (1 + 1 / 20 + came)
        const admitted = ends.filter((obstacle) => !obstacle).length
        expect(admitted).toBeLessThanOrEqual(most)
        expect(admitted).toBeGreaterThanOrEqual(Math.min(ends.length, requestsPerMinute))
        await Promise.all(replicas.map(({ shared }) => shared.close()))
      }),
      { numRuns: 5 },
    )
  }, 60_000)
})

/** How much slower time passes, so that no machine that runs many tests at once is too slow for an exchange. */
const SLOWER = 20

/** What has passed beside. */
let passedMs = 0

const slowClock: Clock = {
  ...systemClock,
  monotonic: () => systemClock.monotonic() / SLOWER + passedMs,
  after: (milliseconds, callback, background) => systemClock.after(milliseconds * SLOWER, callback, background),
}

async function openReplica(url: string, requestsPerMinute: number) {
  const store = await openTestStore({ url })
  const observer = { apart: () => {}, together: () => {} }
  const shared = new SharedLimits({ store: store.limits, clock: slowClock, observer })
  const limits = new RateLimits(slowClock, { refused: () => {} }, shared)
  const unlimited = { tokensPerMinute: Infinity, concurrentCalls: Infinity }
  const limit: RateLimit = { name: 'few', subject: subjectOf(undefined), requestsPerMinute, ...unlimited }
  limits.replace([limit])
  await shared.look()
  shared.start()
  const limiters = limits.ofCall(targetedCall()) ?? []
  const { signal } = new AbortController()
  return { shared, begin: async () => limits.begin(limiters, 0, signal) }
}
