import { describe, expect, it } from 'vitest'
import { budget, openTwo } from '../support/two-replicas.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a window', () => {
  it('begins by the clock of the database, whatever that of a replica says', async () => {
    const { one, two, shifts, begin, time } = await openTwo()
    time.stall(58 * MINUTE)
    await time.advance(600)
    shifts[0] = 5 * MINUTE
    expect(await begin(one, 10n)).toBe('waits')
    await time.advance(3000)
    expect(one.faults).toEqual(['STORE_UNAVAILABLE'])
    expect(await begin(two, 1000n)).toBe('begun')
    time.stall(2 * MINUTE)
    await time.advance(2000)
    expect(await begin(one, 10n, 4000)).toBe('refused')
  })

  it('that begins lets no lease of the one before be spent, and counts it until it is given back', async () => {
    const { one, two, begin, endAll, time } = await openTwo()
    expect(await begin(one, 800n)).toBe('begun')
    expect(await begin(two, 200n)).toBe('begun')
    for (const replica of [one, two]) replica.send(replica.attempts[0] as never)
    time.stall(HOUR)
    await time.advance(600)
    expect(await begin(two, 800n)).toBe('waits')
    await time.advance(1000)
    expect(two.refused).toBe(1)
    endAll(one, 100)
    await time.advance(1000)
    expect(await begin(two, 800n, 1000)).toBe('begun')
  })

  it('that is over leaves nothing to spend, also while the store is away', async () => {
    const { one, begin, store, time } = await openTwo()
    expect(await begin(one, 100n)).toBe('begun')
    await time.advance(600)
    expect(store.leased).toBeGreaterThan(100n)
    store.mood = 'away'
    expect(await begin(one, 1n)).toBe('begun')
    time.stall(HOUR)
    expect(await begin(one, 1n)).toBe('STORE_UNAVAILABLE')
  })

  it('that ends leaves leased what is used, for as long as it is', async () => {
    const { one, two, begin, time } = await openTwo({ window: 'day' })
    time.stall(16 * HOUR - 30_000)
    expect(await begin(one, 600n)).toBe('begun')
    await time.advance(31_000)
    one.send(one.attempts[0] as never)
    for (let minutes = 0; minutes < 120; minutes += 30) {
      time.stall(30 * MINUTE)
      await time.advance(1000)
    }
    expect(await begin(two, 401n, 1000)).toBe('refused')
    expect(await begin(two, 400n, 1000)).toBe('begun')
  })
})

describe('what the ledger never gets', () => {
  it('is held for its window and an hour, and then let go', async () => {
    const { fleet, one, two, begin, endAll, store, time } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    store.loses = true
    endAll(one, 100)
    await fleet.quiet()
    store.loses = false
    for (let hours = 0; hours < 2; hours++) {
      expect(await begin(two, 401n, 1000)).toBe('refused')
      time.stall(HOUR)
      await fleet.quiet()
    }
    await time.advance(MINUTE)
    expect(await begin(two, 1000n, 1000)).toBe('begun')
  })
})

describe('a budget', () => {
  it('of another amount is held to that at once', async () => {
    const { one, two, begin, time } = await openTwo()
    expect(await begin(one, 500n)).toBe('begun')
    for (const replica of [one, two]) await replica.budgets.replace([{ ...budget, amountNanos: 400n }])
    expect(await begin(one, 1n)).toBe('refused')
    expect(await begin(two, 1n, 1000)).toBe('refused')
    for (const replica of [one, two]) await replica.budgets.replace([{ ...budget, amountNanos: 700n }])
    expect(await begin(two, 200n, 1000)).toBe('begun')
    await time.advance(1000)
    expect(await begin(one, 1n, 1000)).toBe('refused')
  })

  it('that is removed and made again goes on with what is leased of it', async () => {
    const { one, two, begin, endAll, store, time } = await openTwo()
    expect(await begin(one, 600n)).toBe('begun')
    await one.budgets.replace([])
    await time.advance(1000)
    expect(store.leased).toBe(600n)
    await one.budgets.replace([budget])
    expect(await begin(two, 401n, 1000)).toBe('refused')
    endAll(one, 100)
    await one.budgets.replace([])
    await time.advance(20_000)
    expect(store.leased).toBe(0n)
  })

  it('that is soft, or becomes so, is not leased', async () => {
    const { one, begin, store, time } = await openTwo({ hard: false })
    expect(await begin(one, 5000n)).toBe('begun')
    await time.advance(1000)
    expect(store.leased).toBe(0n)
    await one.budgets.replace([{ ...budget, amountNanos: 10_000n }])
    expect(await begin(one, 10n)).toBe('begun')
    expect(store.leased).toBeGreaterThanOrEqual(5010n)
    await one.budgets.replace([{ ...budget, hard: false }])
    expect(await begin(one, 50_000n)).toBe('begun')
  })
})
