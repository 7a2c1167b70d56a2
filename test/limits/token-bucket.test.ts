import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenBucket } from '../../src/limits/token-bucket.ts'

describe('a bucket', () => {
  it('gives a minute’s worth at once, then one after the other', () => {
    const bucket = new TokenBucket(60, 0)
    for (let count = 0; count < 60; count++) {
      expect(bucket.waitFor(1, 0)).toBe(0)
      bucket.take(1, 0)
    }
    expect(bucket.waitFor(1, 0)).toBe(1000)
    expect(bucket.waitFor(1, 999)).toBe(1)
    expect(bucket.waitFor(1, 1000)).toBe(0)
    expect(bucket.remaining(5500)).toBe(5)
  })

  it('owes what was used beyond what was taken, and takes back what was not', () => {
    const bucket = new TokenBucket(60, 0)
    bucket.take(10, 0)
    bucket.take(100, 0)
    expect(bucket.remaining(0)).toBe(0)
    expect(bucket.waitFor(1, 0)).toBe(51_000)
    bucket.take(-200, 0)
    expect(bucket.remaining(0)).toBe(60)
  })

  it('owes what was used although it was full in the meantime', () => {
    const bucket = new TokenBucket(60, 0)
    bucket.take(10, 0)
    bucket.take(60, 600_000)
    expect(bucket.remaining(600_000)).toBe(0)
  })

  it('lets through more than it ever holds once it is full', () => {
    const bucket = new TokenBucket(60, 0)
    expect(bucket.waitFor(1000, 0)).toBe(0)
    bucket.take(1000, 0)
    expect(bucket.waitFor(1000, 0)).toBe(1_000_000)
  })

  it('lets in whoever waits for as long as it says, and never more than its rate', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), amounts, (perMinute, amounts) => {
        const bucket = new TokenBucket(perMinute, 0)
        let now = 0
        let taken = 0
        for (const amount of amounts) {
          const wait = bucket.waitFor(amount, now)
          now += wait
          expect(bucket.waitFor(amount, now)).toBe(0)
          bucket.take(amount, now)
          taken += amount
          expect(taken).toBeLessThanOrEqual(
            perMinute + (now * perMinute) / 60_000 + Math.max(50, perMinute) * 1e-3 + 50,
          )
        }
      }),
    )
  })
})
