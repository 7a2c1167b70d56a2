import { describe, expect, it } from 'vitest'
import { settled } from '../support/fake-clock.ts'
import type { SpendingReplica } from '../support/spending-replica.ts'
import { openTwo } from '../support/two-replicas.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('a lease', () => {
  it('is taken once for many attempts, and goes when nothing is asked of it any more', async () => {
    const { one, begin, endAll, store, time } = await openTwo({ amountNanos: 1_000_000n })
    for (let count = 0; count < 10; count++) expect(await begin(one, 10n)).toBe('begun')
    await time.advance(600)
    expect(store.leased).toBeGreaterThanOrEqual(150n)
    store.mood = 'away'
    for (let count = 0; count < 5; count++) expect(await begin(one, 10n)).toBe('begun')
    store.mood = 'there'
    endAll(one, 50)
    await time.advance(20_000)
    expect(store.leased).toBe(0n)
    expect(store.spent({ from: 0, to: Infinity })).toBe(75n)
  })

  it('takes no more than is left, and less ahead of need the less that is', async () => {
    const { one, two, begin, store, time } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    await time.advance(600)
    expect(store.leased).toBe(600n + 400n / 8n)
    expect(await begin(two, 401n, 1000)).toBe('refused')
    expect(await begin(two, 400n, 1000)).toBe('begun')
    expect(store.leased).toBe(1000n)
  })

  it('is given back when another replica wants it', async () => {
    const { one, two, begin, endAll, store, time } = await openTwo()
    expect(await begin(one, 900n)).toBe('begun')
    endAll(one, 10)
    await settled()
    expect(store.leased).toBe(900n)
    expect(await begin(two, 910n)).toBe('waits')
    await time.advance(1000)
    expect(two.attempts).toHaveLength(1)
    expect(store.leased).toBe(910n)
  })

  it('of another replica that uses it is not waited for longer than it takes to ask', async () => {
    const { one, two, begin } = await openTwo()
    expect(await begin(one, 900n)).toBe('begun')
    expect(await begin(two, 101n)).toBe('waits')
    expect(await begin(two, 50n, 1000)).toBe('begun')
    expect(two.refused).toBe(1)
  })

  it('that counts beside its rows for a moment is waited for', async () => {
    const { one, two, begin, endAll, store, time } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    expect(await begin(two, 460n)).toBe('waits')
    await time.advance(440)
    store.mood = 'unheard'
    endAll(one, 90)
    await settled()
    store.mood = 'there'
    expect([store.spent({ from: 0, to: Infinity }), store.leased]).toEqual([540n, 600n])
    await time.advance(1500)
    expect([two.attempts.length, two.refused]).toEqual([1, 0])
  })

  it('holds what was paid until the ledger has it', async () => {
    const { one, two, begin, endAll, store } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    store.mood = 'away'
    endAll(one, 100)
    await settled()
    store.mood = 'there'
    expect(await begin(two, 401n, 1000)).toBe('refused')
  })
})

describe('a replica that dies', () => {
  it('leaves its lease for its window and an hour, and keeps nobody waiting for it again and again', async () => {
    const { fleet, one, two, begin, time } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    one.crash()
    expect(await begin(two, 401n, 1000)).toBe('waits')
    await time.advance(3000)
    expect(two.refused).toBe(1)
    expect(await begin(two, 401n)).toBe('refused')
    expect(await begin(two, 400n)).toBe('begun')
    two.end(two.attempts[0] as never, 100)
    time.stall(HOUR)
    await fleet.quiet()
    expect(await begin(two, 401n, 4000)).toBe('refused')
    time.stall(HOUR)
    await fleet.quiet()
    expect(await begin(two, 1000n)).toBe('begun')
  })

  it('is not its successor, which finds its rows on the disk', async () => {
    const { fleet, one, begin, endAll, store, time } = await openTwo({ window: 'lifetime' })
    expect(await begin(one, 300n)).toBe('begun')
    store.mood = 'away'
    endAll(one, 100)
    await settled()
    one.crash()
    await fleet.start(0)
    store.mood = 'there'
    await time.advance(20_000)
    expect(store.spent({ from: 0, to: Infinity })).toBe(300n)
    const next = fleet.replicas[0] as SpendingReplica
    expect(await begin(next, 701n, 4000)).toBe('refused')
    time.stall(32 * DAY)
    await fleet.quiet()
    expect(await begin(next, 700n, 1000)).toBe('begun')
  })
})

describe('a store that is away', () => {
  it('is waited for by nobody after the first, and what is beyond the lease is refused', async () => {
    const { one, begin, endAll, store, time } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    endAll(one, 0)
    store.mood = 'away'
    expect(await begin(one, 600n)).toBe('begun')
    expect(await begin(one, 1n)).toBe('STORE_UNAVAILABLE')
    store.mood = 'there'
    expect(await begin(one, 1n)).toBe('STORE_UNAVAILABLE')
    await time.advance(1000)
    expect(await begin(one, 400n)).toBe('begun')
  })

  it('may have leased what nobody heard of', async () => {
    const { one, two, begin, store, time } = await openTwo()
    store.mood = 'unheard'
    expect(await begin(one, 600n)).toBe('STORE_UNAVAILABLE')
    expect(store.leased).toBe(600n)
    store.mood = 'there'
    expect(await begin(two, 600n, 3000)).toBe('begun')
    await time.advance(20_000)
    expect(store.leased).toBe(600n)
  })
})

it('a replica that stops leaves nothing of its leases but what is used', async () => {
  const { one, begin, endAll, store } = await openTwo()
  expect(await begin(one, 600n)).toBe('begun')
  expect(await begin(one, 300n)).toBe('begun')
  endAll(one, 10)
  await settled()
  await one.leases.close()
  expect(store.leased).toBe(0n)
})
