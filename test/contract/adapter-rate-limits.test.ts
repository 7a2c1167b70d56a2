import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { usePlayed } from '../support/vendors/played-vendor.ts'
import { vendors } from '../support/vendors/table.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const clock = { ...systemClock, now: () => NOW }

const retryInfo = {
  error: {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'slow',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' }],
  },
}

/** How a vendor says when to come back, and how long that is. */
const forms: readonly [name: string, headers: Record<string, string>, waitMs: number | undefined][] = [
  ['seconds', { 'retry-after': '7' }, 7000],
  ['an HTTP date', { 'retry-after': 'Sat, 21 Nov 2026 10:00:05 GMT' }, 5000],
  ['an HTTP date that has passed', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
  ['milliseconds, which are more exact', { 'retry-after-ms': '1500', 'retry-after': '1' }, 1500],
  ['the reset of a limit that is used up', { 'x-ratelimit-reset-requests': '1m2.5s' }, 62_500],
  [
    'the reset of tokens that are used up, not of requests that are left',
    {
      'x-ratelimit-remaining-requests': '10',
      'x-ratelimit-reset-requests': '60s',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '250ms',
    },
    250,
  ],
  ['nothing', {}, undefined],
  ['nonsense', { 'retry-after': 'soon' }, undefined],
]

describe.each(vendors)('$name', (vendor) => {
  const { wire } = vendor
  const played = usePlayed(vendor, { clock })
  const limited = wire.error('a rate limit')
  const poor = wire.error('no money')

  it.each(forms)('hears how long to wait: %s', async (_, headers, retryAfterMs) => {
    const { error } = await played.ask((exchange) => exchange.sendJson(429, limited?.body('slow'), headers))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED', retryAfterMs, policy: { retry: 'always' } })
  })

  it('hears how long to wait from the details of Google', async () => {
    const { error } = await played.ask((exchange) => exchange.sendJson(429, retryInfo))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 34_400 })
  })

  it.each([true, false])('hears whether to try again at all: %s', async (retry) => {
    const { error } = await played.ask((exchange) =>
      exchange.sendJson(429, limited?.body('slow'), { 'x-should-retry': String(retry) }),
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED', retry })
  })

  it('hears how long an overload lasts', async () => {
    const overload = wire.error('an overload')
    const { error } = await played.ask((exchange) =>
      exchange.sendJson(overload?.status ?? 503, overload?.body('busy'), { 'retry-after': '2' }),
    )
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE', retryAfterMs: 2000 })
  })

  if (poor)
    it('is not told to come back when the account has no money', async () => {
      const headers = { 'retry-after': '1', 'retry-after-ms': '1000', 'x-should-retry': 'true' }
      const { error } = await played.ask((exchange) =>
        exchange.sendJson(poor.status, poor.body('You exceeded your current quota.'), headers),
      )
      expect(error).toMatchObject({ reasonName: 'UPSTREAM_QUOTA', retryAfterMs: undefined, retry: undefined })
      expect(error?.policy.retry).toBe('never')
    })
})
