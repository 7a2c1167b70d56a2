import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { retryDelay as delayAt, type RetrySettings } from '../../src/resilience/backoff.ts'

const settings = { maxRetries: 3, initialDelayMs: 500, maxDelayMs: 4000 }
const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

function retryDelay(
  error: GatewayError,
  retries: number,
  policy: RetrySettings,
  remainingMs: number,
  random: number,
  successShare = 0.5,
) {
  return delayAt(error, policy, { retries, remainingMs, random, successShare })
}

function limited(retryAfterMs: number): GatewayError {
  return new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'slow down', { retryAfterMs })
}

describe('the wait before a retry', () => {
  it('doubles with jitter between half and all of it, up to the maximum', () => {
    fc.assert(
      fc.property(fc.nat(2), chance, (retries, random) => {
        const ceiling = Math.min(500 * 2 ** retries, 4000)
        const delay = retryDelay(down, retries, settings, Infinity, random) as number
        expect(delay).toBeGreaterThanOrEqual(ceiling / 2)
        expect(delay).toBeLessThanOrEqual(ceiling)
      }),
    )
  })

  it('is never shorter than what the provider asked for, and at most a fifth longer', () => {
    fc.assert(
      fc.property(fc.nat(4000), chance, (asked, random) => {
        const delay = retryDelay(limited(asked), 0, settings, Infinity, random) as number
        expect(delay).toBeGreaterThanOrEqual(asked)
        expect(delay).toBeLessThanOrEqual(asked * 1.2)
      }),
    )
  })

  it('is short after a dropped connection, once', () => {
    const dropped = new GatewayError(ErrorReason.PROVIDER_UNREACHABLE, 'reset')
    expect(retryDelay(dropped, 0, settings, Infinity, 0.99)).toBeLessThan(50)
    expect(retryDelay(dropped, 1, settings, Infinity, 0)).toBe(500)
  })
})

describe('no retry', () => {
  it.each([
    ['after the last one allowed', down, 3, Infinity],
    ['when the wait would pass the deadline', down, 0, 200],
    ['when the provider asks for longer than the policy waits', limited(5000), 0, Infinity],
    ['of the caller’s own fault', new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'bad'), 0, Infinity],
    ['of quota that is used up', new GatewayError(ErrorReason.UPSTREAM_QUOTA, 'broke'), 0, Infinity],
    ['of what the provider says is not worth it', told(false), 0, Infinity],
    ['of what the provider says is worth it, after the last one allowed', told(true), 3, Infinity],
    ['a second time of an answer that was not the provider’s protocol', malformed(), 1, Infinity],
  ])('%s', (_when, error, retries, remainingMs) => {
    expect(retryDelay(error, retries, settings, remainingMs, 0.5)).toBeUndefined()
  })

  it('when the policy allows none, even of what is retried once', () => {
    expect(retryDelay(malformed(), 0, { ...settings, maxRetries: 0 }, Infinity, 0)).toBeUndefined()
  })
})

describe('what the provider says about a retry', () => {
  it('wins over what its error usually means', () => {
    const conflict = (retry: boolean) => new GatewayError(ErrorReason.UPSTREAM_CONFLICT, 'busy', { retry })
    const rejected = new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'bad', { retry: true })
    expect(retryDelay(conflict(true), 2, settings, Infinity, 0)).toBe(1000)
    expect(retryDelay(conflict(false), 0, settings, Infinity, 0)).toBeUndefined()
    expect(retryDelay(rejected, 0, settings, Infinity, 0)).toBe(250)
  })

  it('lengthens no deadline', () => {
    expect(retryDelay(told(true), 0, settings, 200, 0)).toBeUndefined()
  })
})

function told(retry: boolean): GatewayError {
  return new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down', { retry })
}

function malformed(): GatewayError {
  return new GatewayError(ErrorReason.UPSTREAM_MALFORMED, 'a page of HTML')
}
