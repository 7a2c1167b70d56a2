import { create, type MessageInitShape } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { RetryPolicySchema, RetryStrategy } from '#gen/switchyard/v1/generation_options_pb.js'
import { GatewayError, reasonName } from '../../src/core/errors.ts'
import { settingsFor } from '../../src/resilience/retry-policy.ts'
import { createValidate } from '../../src/rpc/validate.ts'

const { UPSTREAM_RATE_LIMITED, UPSTREAM_ERROR } = ErrorReason
const special = { maxRetries: 5, initialDelayMs: 2000, maxDelayMs: 60_000, strategy: 'linear' as const }
const policy = {
  maxRetries: 3,
  initialDelayMs: 500,
  maxDelayMs: 4000,
  strategy: 'exponential' as const,
  byReason: new Map([[UPSTREAM_RATE_LIMITED, special]]),
}

function asked(init: MessageInitShape<typeof RetryPolicySchema>) {
  return create(RetryPolicySchema, init)
}

describe('the policy for an error', () => {
  it('is the one of its reason, else the one for all', () => {
    expect(settingsFor(UPSTREAM_RATE_LIMITED, policy, undefined)).toBe(special)
    expect(settingsFor(UPSTREAM_ERROR, policy, undefined)).toMatchObject({ maxRetries: 3, initialDelayMs: 500 })
  })

  it('is the caller’s within the operator’s', () => {
    const wishes = asked({ maxRetries: 9, strategy: RetryStrategy.FIBONACCI, initialDelay: { seconds: 1n } })
    expect(settingsFor(UPSTREAM_ERROR, policy, wishes)).toEqual({
      maxRetries: 3,
      initialDelayMs: 1000,
      maxDelayMs: 4000,
      strategy: 'fibonacci',
    })
    expect(settingsFor(UPSTREAM_RATE_LIMITED, policy, wishes)).toMatchObject({ maxRetries: 5, maxDelayMs: 60_000 })
  })

  it('is what the caller asks for this reason before what it asks for all', () => {
    const wishes = asked({ maxRetries: 0, byReason: { UPSTREAM_RATE_LIMITED: { maxRetries: 2 } } })
    expect(settingsFor(UPSTREAM_RATE_LIMITED, policy, wishes).maxRetries).toBe(2)
    expect(settingsFor(UPSTREAM_ERROR, policy, wishes).maxRetries).toBe(0)
  })

  it('never allows a caller more than the operator', () => {
    const count = fc.nat(10)
    const delay = fc.nat(300).map((seconds) => ({ seconds: BigInt(seconds) }))
    const one = fc.record({ maxRetries: count, maxDelay: delay, initialDelay: delay }, { requiredKeys: [] })
    const reasons = fc.constantFrom(UPSTREAM_RATE_LIMITED, UPSTREAM_ERROR)
    fc.assert(
      fc.property(one, one, reasons, (all, forReason, reason) => {
        const wishes = asked({ ...all, byReason: { [reasonName(reason)]: forReason } })
        const allowed = settingsFor(reason, policy, undefined)
        const settings = settingsFor(reason, policy, wishes)
        expect(settings.maxRetries).toBeLessThanOrEqual(allowed.maxRetries)
        expect(settings.maxDelayMs).toBeLessThanOrEqual(allowed.maxDelayMs)
      }),
    )
  })
})

describe('the reasons that a policy may name', () => {
  const reasons = Object.values(ErrorReason).filter(
    (reason): reason is Exclude<ErrorReason, ErrorReason.UNSPECIFIED> => typeof reason === 'number' && reason !== 0,
  )
  const validate = createValidate()

  it.each(reasons)('are those that are retried at all: %d', (reason) => {
    const named = asked({ byReason: { [reasonName(reason)]: { maxRetries: 1 } } })
    const { retry } = new GatewayError(reason, '').policy
    if (retry === 'never') expect(() => validate(RetryPolicySchema, named)).toThrow(/by_reason/)
    else expect(() => validate(RetryPolicySchema, named)).not.toThrow()
  })
})
