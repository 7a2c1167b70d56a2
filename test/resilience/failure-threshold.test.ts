import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailing } from '../../src/resilience/failure-threshold.ts'

const threshold = { failureThreshold: 5, failureShare: 0.5 }

describe('a target fails', () => {
  it.each([
    ['with the threshold’s failures and little else', 0, 5, 5, true],
    ['not with one less', 0, 4, 4, false],
    ['not when they are less than the share', 6, 5, 1, false],
    ['when they are the share', 5, 5, 1, true],
    ['not by a run of failures that a busy target has by chance', 10_000, 600, 50, false],
    ['by a run of failures that chance does not make', 10_000, 600, 103, true],
    ['not by a run that is one shorter', 10_000, 600, 102, false],
    ['when half of a busy target’s attempts fail', 5000, 5000, 1, true],
    ['when so few calls come that the window never fills, and all fail', 0, 1, 5, true],
  ])('%s', (_when, successes, failures, consecutiveFailures, failing) => {
    expect(isFailing({ successes, failures, consecutiveFailures }, threshold)).toBe(failing)
  })

  it('never by more successes, and always by more failures', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (successes, failures) => {
        const failing = (more: number, worse: number) =>
          isFailing({ successes: successes + more, failures: failures + worse, consecutiveFailures: 0 }, threshold)
        if (!failing(0, 0)) expect(failing(1, 0)).toBe(false)
        if (failing(0, 0)) expect(failing(0, 1)).toBe(true)
      }),
    )
  })
})
