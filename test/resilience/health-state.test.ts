import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CheckFigures } from '../../src/resilience/check-history.ts'
import {
  type AccountEvidence,
  accountState,
  isDown,
  type TargetEvidence,
  targetState,
} from '../../src/resilience/health-state.ts'
import type { ObservedHealth } from '../../src/resilience/target-health.ts'

const NOW = 1_800_000_000_000

const unseen: ObservedHealth = {
  inFlight: 0,
  consecutiveFailures: 0,
  averageLatencyMs: undefined,
  errorRate: 0,
  lastEndTime: 0,
  lastSuccessTime: 0,
  lastFailureTime: 0,
  lastFailure: undefined,
  seen: false,
}

const unchecked: CheckFigures = {
  lastCheckTime: 0,
  lastSuccessTime: 0,
  lastFailureTime: 0,
  consecutiveFailures: 0,
  refused: false,
  lastFailure: undefined,
}

function observed(change: Partial<ObservedHealth>): ObservedHealth {
  return { ...unseen, seen: true, lastEndTime: NOW, ...change }
}

function stateOf(change: Partial<TargetEvidence>) {
  return targetState({ observed: unseen, circuit: 'closed', checks: undefined, now: NOW, ...change })
}

function failedChecks(consecutiveFailures: number, change: Partial<CheckFigures> = {}): CheckFigures {
  return { ...unchecked, lastCheckTime: NOW, lastFailureTime: NOW, consecutiveFailures, ...change }
}

const answered: CheckFigures = { ...unchecked, lastCheckTime: NOW, lastSuccessTime: NOW }

describe('a target', () => {
  it('is unknown before anything was seen', () => {
    expect(stateOf({})).toBe('unknown')
  })

  it.each([
    [0, 'healthy'],
    [1, 'degraded'],
    [4, 'degraded'],
    [5, 'unhealthy'],
  ])('with %i failures in a row is %s', (consecutiveFailures, state) => {
    expect(stateOf({ observed: observed({ consecutiveFailures }) })).toBe(state)
  })

  it('follows its circuit', () => {
    expect(stateOf({ observed: observed({}), circuit: 'half_open' })).toBe('degraded')
    expect(stateOf({ observed: observed({}), circuit: 'open' })).toBe('unhealthy')
  })

  it('that fails now and then is degraded until that is long ago', () => {
    const flaky = observed({ errorRate: 0.3 })
    expect(stateOf({ observed: flaky })).toBe('degraded')
    expect(stateOf({ observed: flaky, now: NOW + 60_000 })).toBe('healthy')
  })

  it('is unhealthy when checks find its account down, until an attempt succeeds', () => {
    const checks = failedChecks(3)
    expect(stateOf({ checks })).toBe('unhealthy')
    expect(stateOf({ checks, observed: observed({ lastSuccessTime: NOW + 1 }) })).toBe('healthy')
  })

  it.each([
    ['PROVIDER_UNREACHABLE', 'degraded'],
    ['CONNECT_TIMEOUT', 'degraded'],
    ['UPSTREAM_AUTH', 'degraded'],
    ['UPSTREAM_ERROR', 'unhealthy'],
    ['UPSTREAM_QUOTA', 'unhealthy'],
  ] as const)('that failed with %s is %s after a good check', (reason, state) => {
    const failed = observed({ consecutiveFailures: 9, lastFailure: ErrorReason[reason], lastFailureTime: NOW - 1 })
    expect(stateOf({ observed: failed })).toBe('unhealthy')
    expect(stateOf({ observed: failed, checks: answered })).toBe(state)
    expect(stateOf({ observed: { ...failed, lastFailureTime: NOW + 1 }, checks: answered })).toBe('unhealthy')
  })
})

describe('an account', () => {
  const account = (change: Partial<AccountEvidence>) =>
    accountState({ circuit: 'closed', checks: undefined, targets: [], lastSuccessTime: 0, ...change })

  it.each([
    [[], 'unknown'],
    [['unknown'], 'unknown'],
    [['unknown', 'healthy'], 'healthy'],
    [['healthy', 'degraded'], 'degraded'],
    [['healthy', 'unhealthy'], 'degraded'],
    [['unknown', 'unhealthy'], 'unhealthy'],
  ] as const)('with targets %j is %s', (targets, state) => {
    expect(account({ targets })).toBe(state)
  })

  it.each([
    [answered, 'healthy'],
    [failedChecks(1), 'degraded'],
    [failedChecks(2), 'degraded'],
    [failedChecks(3), 'unhealthy'],
    [failedChecks(1, { refused: true }), 'unhealthy'],
    [{ ...unchecked, lastCheckTime: NOW }, 'unknown'],
  ] as const)('that nobody called is what its checks show: %j is %s', (checks, state) => {
    expect(account({ checks })).toBe(state)
  })

  it('whose calls succeed after failed checks is what the calls show', () => {
    expect(account({ checks: failedChecks(9), targets: ['healthy'], lastSuccessTime: NOW + 1 })).toBe('healthy')
  })

  it('follows its circuit', () => {
    expect(account({ circuit: 'open', targets: ['healthy'] })).toBe('unhealthy')
    expect(account({ circuit: 'half_open', targets: ['healthy'] })).toBe('degraded')
  })
})

describe('whatever was seen', () => {
  const time = fc.integer({ min: 0, max: 20 }).map((seconds) => NOW + seconds * 1000)
  const circuit = fc.constantFrom('closed', 'half_open', 'open') as fc.Arbitrary<TargetEvidence['circuit']>
  const checks = fc.option(
    fc.record({
      lastCheckTime: time,
      lastSuccessTime: time,
      lastFailureTime: time,
      consecutiveFailures: fc.nat(6),
      refused: fc.boolean(),
      lastFailure: fc.constantFrom(undefined, ErrorReason.PROVIDER_UNREACHABLE, ErrorReason.UPSTREAM_ERROR),
    }),
    { nil: undefined },
  )
  const seen = fc.record({
    inFlight: fc.nat(3),
    consecutiveFailures: fc.nat(8),
    averageLatencyMs: fc.constant(undefined),
    errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
    lastEndTime: time,
    lastSuccessTime: time,
    lastFailureTime: time,
    lastFailure: fc.constantFrom(undefined, ErrorReason.CONNECT_TIMEOUT, ErrorReason.UPSTREAM_UNAVAILABLE),
    seen: fc.constant(true),
  })
  const evidence = fc.record({ observed: seen, circuit, checks, now: time })
  const ORDER = ['healthy', 'degraded', 'unhealthy']

  it('a target that was seen is not unknown, and one that failed last is not healthy', () => {
    fc.assert(
      fc.property(evidence, (facts) => {
        const state = targetState(facts)
        expect(state).not.toBe('unknown')
        if (facts.observed.consecutiveFailures > 0 || facts.circuit !== 'closed') expect(state).not.toBe('healthy')
        if (facts.circuit === 'open' || isDown(facts.checks, facts.observed.lastSuccessTime)) {
          expect(state).toBe('unhealthy')
        }
      }),
    )
  })

  it('one more failure never makes a target look better', () => {
    fc.assert(
      fc.property(evidence, (facts) => {
        const { observed } = facts
        const more = { ...observed, consecutiveFailures: observed.consecutiveFailures + 1 }
        const worse = targetState({ ...facts, observed: more })
        expect(ORDER.indexOf(worse)).toBeGreaterThanOrEqual(ORDER.indexOf(targetState(facts)))
      }),
    )
  })

  it('an account is never better than its best known target, unless no target is known', () => {
    const states = fc.array(fc.constantFrom('unknown', 'healthy', 'degraded', 'unhealthy'), { maxLength: 5 })
    fc.assert(
      fc.property(states, circuit, checks, time, (targets, accountCircuit, checked, lastSuccessTime) => {
        const state = accountState({
          circuit: accountCircuit,
          checks: checked,
          targets,
          lastSuccessTime,
        } as AccountEvidence)
        const known = targets.filter((target) => target !== 'unknown').map((target) => ORDER.indexOf(target))
        if (known.length > 0) expect(ORDER.indexOf(state)).toBeGreaterThanOrEqual(Math.min(...known))
      }),
    )
  })
})
