import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RetryBudget } from '../../src/resilience/retry-budget.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { target } from '../support/pipeline-harness.ts'

const a = target('a')

function takeAll(budget: RetryBudget, of = a): number {
  let taken = 0
  while (budget.take(of)) taken += 1
  return taken
}

describe('the retry budget of a target', () => {
  it('gives the minimum where there are few calls', () => {
    const budget = new RetryBudget({ share: 0.2, minPerSecond: 1 }, new FakeClock())
    budget.callBegan(a)
    expect(takeAll(budget)).toBe(10)
  })

  it('gives its share where there are many', () => {
    const budget = new RetryBudget({ share: 0.2, minPerSecond: 1 }, new FakeClock())
    for (let call = 0; call < 1000; call++) budget.callBegan(a)
    expect(takeAll(budget)).toBe(200)
  })

  it('is each target’s own', () => {
    const budget = new RetryBudget({ share: 0, minPerSecond: 1 }, new FakeClock())
    expect(takeAll(budget)).toBe(10)
    expect(takeAll(budget, target('a', 'other'))).toBe(10)
  })

  it('is whole again after ten seconds', async () => {
    const clock = new FakeClock()
    const budget = new RetryBudget({ share: 0, minPerSecond: 1 }, clock)
    takeAll(budget)
    await clock.advance(8999)
    expect(budget.take(a)).toBe(false)
    await clock.advance(1001)
    expect(takeAll(budget)).toBe(10)
  })

  it('can be nothing', () => {
    const budget = new RetryBudget({ share: 0, minPerSecond: 0 }, new FakeClock())
    budget.callBegan(a)
    expect(budget.take(a)).toBe(false)
  })

  it('keeps attempts at calls times one and its share while everything fails, whatever the traffic', async () => {
    // The minimum of 10 a second is a fifth of 50 calls: what counts from there on is the share.
    const second = fc.record({ calls: fc.integer({ min: 50, max: 300 }), retries: fc.integer({ min: 1, max: 10 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(second, { minLength: 20, maxLength: 60 }), async (seconds) => {
        const clock = new FakeClock()
        const budget = new RetryBudget({ share: 0.2, minPerSecond: 10 }, clock)
        let [calls, retries] = [0, 0]
        for (const each of seconds) {
          calls += each.calls
          retries += failAll(budget, each)
          // Ten seconds of the minimum may be ahead of the calls that they belong to.
          expect(retries).toBeLessThanOrEqual(calls * 0.2 + 100)
          await clock.advance(1000)
        }
      }),
      { numRuns: 30 },
    )
  })
})

/** Calls that fail with each of their retries; how many of these they got. */
function failAll(budget: RetryBudget, wanted: { readonly calls: number; readonly retries: number }): number {
  let granted = 0
  for (let call = 0; call < wanted.calls; call++) {
    budget.callBegan(a)
    for (let retry = 0; retry < wanted.retries && budget.take(a); retry++) granted += 1
  }
  return granted
}
