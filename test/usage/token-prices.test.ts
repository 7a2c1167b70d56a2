import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountOf, type PriceBands } from '../../src/usage/token-prices.ts'
import { usageWith } from '../support/usage.ts'

const bands: PriceBands = [
  { above: 0n, prices: { input: 1_000n, output: 10_000n, cacheRead: 100n, cacheWrite: 1_250n } },
  { above: 200_000n, prices: { input: 2_000n, output: 15_000n, cacheRead: 200n, cacheWrite: 2_500n } },
]

describe('amountOf', () => {
  it('rounds once, on the sum', () => {
    const half: PriceBands = [{ above: 0n, prices: { input: 300_000n, output: 300_000n } }]
    // 0.3 + 0.3 = 0.6 is 1; rounded apart it would be 0.
    expect(amountOf(half, usageWith({ input: 1, output: 1 }))).toBe(1n)
  })

  it('counts cached tokens at their own price and not again as input', () => {
    const usage = usageWith({ input: 1_000_000 - 800_001, cacheRead: 100_000, cacheWrite: 50_000 })
    expect(amountOf(bands, usage)).toBe((49_999n * 1_000n + 100_000n * 100n + 50_000n * 1_250n + 500_000n) / 1_000_000n)
  })

  it('prices all tokens of a request by the band that its input tokens reach', () => {
    expect(amountOf(bands, usageWith({ input: 200_000, output: 100 }))).toBe(201n)
    expect(amountOf(bands, usageWith({ input: 200_001, output: 100 }))).toBe(402n)
  })

  it('takes the price of input for cached tokens and of output for reasoning where they have none', () => {
    const plain: PriceBands = [{ above: 0n, prices: { input: 1_000_000n, output: 3_000_000n } }]
    expect(amountOf(plain, usageWith({ input: 10, cacheRead: 4, cacheWrite: 3, output: 5, reasoning: 5 }))).toBe(25n)
  })

  it('adds the price of the request itself', () => {
    const search: PriceBands = [{ above: 0n, prices: { input: 0n, output: 0n, perRequest: 5_000_000n } }]
    expect(amountOf(search, usageWith({ input: 10 }))).toBe(5_000_000n)
  })

  it('never charges more tokens than there are, whatever parts a vendor reports', () => {
    const count = fc.nat({ max: 2 ** 31 })
    const counts = fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count, reasoning: count })
    const flat: PriceBands = [{ above: 0n, prices: { input: 1_000_000n, output: 1_000_000n } }]
    fc.assert(
      fc.property(counts, (reported) => {
        expect(amountOf(flat, usageWith(reported))).toBe(BigInt(reported.input) + BigInt(reported.output))
      }),
    )
  })
})
