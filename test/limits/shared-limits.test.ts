import { describe, expect, it } from 'vitest'
import { settled } from '../support/fake-clock.ts'
import { LimitFleet } from '../support/limit-fleet.ts'

describe('replicas that share a store', () => {
  it.each([1, 2, 5])('let as many requests through as one would, %i of them at once', async (size) => {
    const fleet = await LimitFleet.open(size, { requestsPerMinute: 60 })
    const begun = await Promise.all(fleet.replicas.map((_, index) => fleet.admitted(index, 100)))
    const atOnce = begun.reduce((sum, count) => sum + count)
    expect(atOnce).toBeGreaterThanOrEqual(60)
    expect(atOnce).toBeLessThanOrEqual(60 + 60 / 20)
    await fleet.time.advance(10_000)
    const later = await Promise.all(fleet.replicas.map((_, index) => fleet.admitted(index, 100)))
    // What was too much is owed.
    const sum = later.reduce((sum, count) => sum + count, atOnce)
    expect(sum).toBeGreaterThanOrEqual(68)
    expect(sum).toBeLessThanOrEqual(71)
  })

  it('let through exactly what a small limit says', async () => {
    const fleet = await LimitFleet.open(3, { requestsPerMinute: 19 })
    const begun = await Promise.all(fleet.replicas.map((_, index) => fleet.admitted(index, 30)))
    expect(begun.reduce((sum, count) => sum + count)).toBe(19)
  })

  it('leave all of a limit to the one that gets all calls', async () => {
    const fleet = await LimitFleet.open(4, { requestsPerMinute: 40, tokensPerMinute: 4000 })
    expect(await fleet.admitted(2, 60, 100)).toBe(40)
    await fleet.time.advance(62_000)
    expect(await fleet.admitted(1, 60, 100)).toBe(40)
  })

  it('tell the wait that is right, and what is left, wherever one asks', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 60 })
    await fleet.begin(0, 60)
    await fleet.time.advance(2500)
    // What is taken elsewhere counts from when it is heard.
    const now = fleet.time.monotonic() + 10_000_000
    expect(fleet.replicas[1]?.remaining(now)).toBeLessThanOrEqual(2)
    const [first, , , refused] = await fleet.begin(1, 4)
    expect(first).toBeUndefined()
    expect(refused).toMatchObject({ of: 'requests_per_minute' })
    await fleet.time.advance(refused?.waitMs ?? 0)
    expect(await fleet.admitted(1, 1)).toBe(1)
  })

  it('count tokens that were used elsewhere, and give back those that were not', async () => {
    const fleet = await LimitFleet.open(2, { tokensPerMinute: 6000 })
    await fleet.begin(0, 1, 10)
    fleet.replicas[0]?.running[0]?.end(7000)
    await fleet.time.advance(1000)
    const [refused] = await fleet.begin(1, 1, 10)
    expect(refused).toMatchObject({ of: 'tokens_per_minute' })
    expect(refused?.waitMs).toBeGreaterThan(8000)
    await fleet.time.advance(70_000)
    await fleet.begin(0, 1, 6000)
    fleet.replicas[0]?.running[0]?.end(0)
    await fleet.time.advance(1000)
    expect(await fleet.admitted(1, 1, 6000)).toBe(1)
  })

  it('count calls that run elsewhere, until they have ended, or their replica has', async () => {
    const fleet = await LimitFleet.open(2, { concurrentCalls: 3 })
    expect(await fleet.admitted(0, 2)).toBe(2)
    expect(await fleet.admitted(1, 5)).toBe(1)
    fleet.replicas[0]?.running[0]?.end(0)
    await fleet.time.advance(1000)
    expect(await fleet.admitted(1, 5)).toBe(1)
    fleet.replicas[0]?.crash()
    await fleet.time.advance(12_000)
    expect(await fleet.admitted(1, 5)).toBe(1)
  })

  it('count calls again that run at one that was not there for a time', async () => {
    const fleet = await LimitFleet.open(2, { concurrentCalls: 3 })
    const [one] = fleet.replicas
    if (!one) throw new Error('There is one.')
    expect(await fleet.admitted(0, 2)).toBe(2)
    await fleet.time.advance(1000)
    one.isReachable = false
    await fleet.time.advance(20_000)
    one.isReachable = true
    await fleet.time.advance(3000)
    expect(await fleet.admitted(1, 5)).toBe(1)
  })

  it('know what was taken although the one that took it has gone, and one that comes', async () => {
    const fleet = await LimitFleet.open(1, { requestsPerMinute: 60 })
    await fleet.begin(0, 60)
    await fleet.replicas[0]?.sharing.close()
    fleet.start(0)
    await fleet.time.advance(1000)
    expect(await fleet.admitted(0, 100)).toBeLessThanOrEqual(2)
  })

  it('begin a limit anew where it is made again, and forget the calls of the one before', async () => {
    const fleet = await LimitFleet.open(2, { concurrentCalls: 2 })
    await fleet.begin(0, 2)
    for (const limits of [[], [fleet.limit]]) fleet.replicas[0]?.limits.replace(limits)
    await fleet.time.advance(1000)
    expect(await fleet.admitted(1, 2)).toBe(2)
  })

  it('hold another figure together as soon as all have heard of it', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 600 })
    await fleet.begin(0, 200)
    for (const { limits } of fleet.replicas) {
      limits.replace([{ ...fleet.limit, requestsPerMinute: 15 }])
      await fleet.time.advance(1000)
    }
    expect((await fleet.admitted(0, 10)) + (await fleet.admitted(1, 10))).toBe(15)
  })

  it('ask nobody while far from the limit, and seldom write when nothing is taken', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 600, concurrentCalls: 100 })
    const before = fleet.memory.exchanges
    expect(await fleet.admitted(0, 5)).toBe(5)
    expect(fleet.memory.exchanges).toBe(before)
    await fleet.time.advance(60_000)
    expect(fleet.memory.exchanges - before).toBeLessThan(130)
  })
})

describe('a replica that cannot hear the others', () => {
  it('holds its part of the limit, says so once, and goes back to the whole', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 60, concurrentCalls: 40 })
    fleet.memory.mood = 'away'
    await fleet.time.advance(60_000)
    for (const { said } of fleet.replicas) expect(said).toEqual(['apart of 2'])
    expect(await fleet.admitted(0, 100)).toBe(20)
    for (const call of [...(fleet.replicas[0]?.running ?? [])]) call.end(0)
    expect(await fleet.admitted(0, 100)).toBe(10)
    expect(await fleet.admitted(1, 100)).toBe(20)
    await fleet.time.advance(60_000)
    fleet.memory.mood = 'there'
    await fleet.time.advance(3000)
    for (const { said } of fleet.replicas) expect(said).toEqual(['apart of 2', 'together'])
    for (const { running } of fleet.replicas) for (const call of [...running]) call.end(0)
    await fleet.time.advance(60_000)
    const together = (await fleet.admitted(0, 40)) + (await fleet.admitted(1, 40))
    expect(together).toBeGreaterThanOrEqual(40)
    expect(together).toBeLessThanOrEqual(42)
  })

  it('keeps no call waiting for more than a moment, whether the store is slow, silent or away', async () => {
    for (const mood of ['away', 'silent', 'there'] as const) {
      const fleet = await LimitFleet.open(2, { requestsPerMinute: 8 })
      fleet.memory.mood = mood
      fleet.memory.delayMs = 1000
      let judged = false
      void fleet.replicas[0]
        ?.begin()
        .then(() => fleet.replicas[0]?.begin())
        .then(() => {
          judged = true
        })
      await fleet.time.advance(2000)
      expect(judged).toBe(true)
    }
  })

  it('is not charged afterwards with what others took meanwhile, nor they with what it took', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 60 })
    const [one, two] = fleet.replicas
    if (!one || !two) throw new Error('There are two.')
    two.isReachable = false
    for (let minute = 0; minute < 10; minute++) {
      await fleet.time.advance(60_000)
      expect(await fleet.admitted(0, 100)).toBe(60)
      expect(await fleet.admitted(1, 100)).toBe(30)
    }
    await fleet.time.advance(60_000)
    two.isReachable = true
    await fleet.time.advance(2500)
    expect(await fleet.admitted(1, 100)).toBe(60)
    await fleet.time.advance(62_000)
    expect(await fleet.admitted(0, 100)).toBe(60)
  })

  it('finds out first, after it stood still, whether they are there', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 60 })
    fleet.time.stall(30_000)
    await fleet.time.advance(1000)
    for (const { said } of fleet.replicas) expect(said).toEqual([])
  })
})

describe('a call that waits for what others took', () => {
  it('is not begun when its caller has gone', async () => {
    const fleet = await LimitFleet.open(2, { requestsPerMinute: 4 })
    fleet.memory.delayMs = 100
    const leaving = new AbortController()
    const waiting = fleet.replicas[0]?.begin(0, leaving.signal)
    const ended = expect(waiting).rejects.toThrow('gone')
    await fleet.time.advance(20)
    leaving.abort(new Error('gone'))
    await ended
    fleet.memory.delayMs = 0
    await fleet.time.advance(1000)
    await settled()
    expect(await fleet.admitted(0, 10)).toBe(4)
  })
})
