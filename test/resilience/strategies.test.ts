import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strategies } from '../../src/resilience/strategies/strategies.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('the waits of a strategy, in first waits', () => {
  it.each([
    ['exponential', [1, 2, 4, 8, 16]],
    ['linear', [1, 2, 3, 4, 5]],
    ['fibonacci', [1, 2, 3, 5, 8]],
  ] as const)('%s', (name, waits) => {
    expect(waits.map((_, retries) => strategies[name](retries, 0.5))).toEqual(waits)
  })

  it.each([
    ['as exponential where nothing is known', 0.5, [1, 2, 4]],
    ['four times as long where retries keep failing', 0, [4, 8, 16]],
    ['a quarter where they succeed', 1, [0.25, 0.5, 1]],
  ])('adaptive: %s', (_when, successShare, waits) => {
    expect(waits.map((_, retries) => strategies.adaptive(retries, successShare))).toEqual(waits)
  })

  it('never shrink from one retry to the next, and never reach zero', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(strategies)), fc.nat(10), share, (strategy, retries, successes) => {
        const wait = strategy(retries, successes)
        expect(wait).toBeGreaterThan(0)
        expect(strategy(retries + 1, successes)).toBeGreaterThan(wait)
      }),
    )
  })
})
