import { describe, expect, it } from 'vitest'
import { subjectOf } from '../../src/core/subject.ts'
import type { RateLimit } from '../../src/limits/rate-limit.ts'
import { begin, RateLimits } from '../../src/limits/rate-limits.ts'
import { targetedCall } from '../support/call.ts'
import { FakeClock } from '../support/fake-clock.ts'

const ALL = subjectOf(undefined)

function limit(name: string, change: Partial<RateLimit> = {}): RateLimit {
  const none = { requestsPerMinute: Infinity, tokensPerMinute: Infinity, concurrentCalls: Infinity }
  return { name, subject: ALL, ...none, ...change }
}

function open(...limits: RateLimit[]) {
  const clock = new FakeClock()
  const refused: string[] = []
  const rateLimits = new RateLimits(clock, { refused: ({ name }) => refused.push(name) })
  rateLimits.replace(limits)
  return { clock, rateLimits, refused, call: targetedCall() }
}

describe('limits', () => {
  it('are found by all the fields that their subjects set', () => {
    const { rateLimits, call } = open(
      limit('all', { concurrentCalls: 1 }),
      limit('mine', { subject: { ...ALL, tenant: 'default' } }),
      limit('other', { subject: { ...ALL, tenant: 'default', user: 'somebody' } }),
      limit('model', { subject: { ...ALL, model: 'model-1' } }),
      limit('both', { subject: { ...ALL, provider: 'played', tenant: 'default' } }),
    )
    const namesOf = (found: ReturnType<RateLimits['ofCall']>) => found?.map((limiter) => limiter.limit.name)
    expect(namesOf(rateLimits.ofCall(call))).toEqual(['all', 'mine'])
    expect(namesOf(rateLimits.ofAttempt(call, { ...call.target, provider: 'played/east' }))).toEqual(['model', 'both'])
    expect(rateLimits.ofAttempt(call, { provider: 'p', name: 'n', model: 'n' })).toBeUndefined()
  })

  it('that let one in let it in together, and the longest wait is told', () => {
    const { rateLimits, call, refused, clock } = open(
      limit('slow', { requestsPerMinute: 1 }),
      limit('quick', { requestsPerMinute: 60 }),
    )
    const limiters = rateLimits.ofCall(call) ?? []
    expect(begin(limiters, 0, clock.monotonic())).toBeUndefined()
    for (let count = 0; count < 100; count++) {
      expect(begin(limiters, 0, clock.monotonic())).toMatchObject({ of: 'requests_per_minute', waitMs: 60_000 })
    }
    expect(refused).toHaveLength(100)
    expect(new Set(refused)).toEqual(new Set(['slow']))
    // Those that were refused took nothing of the other one.
    expect(limiters[1]?.obstacle(0, clock.monotonic())).toBeUndefined()
  })

  it('that stay the same go on where they were when others change', () => {
    const { rateLimits, call, clock } = open(limit('one', { requestsPerMinute: 1 }))
    begin(rateLimits.ofCall(call) ?? [], 0, clock.monotonic())
    rateLimits.replace([limit('one', { requestsPerMinute: 1 }), limit('two', { concurrentCalls: 5 })])
    expect(begin(rateLimits.ofCall(call) ?? [], 0, clock.monotonic())).toMatchObject({ of: 'requests_per_minute' })
  })
})
