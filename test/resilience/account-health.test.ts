import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptState } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { AccountHealth } from '../../src/resilience/account-health.ts'
import { CheckHistory, type CheckOutcome, resultOf } from '../../src/resilience/check-history.ts'
import { accountTarget, Circuits } from '../../src/resilience/circuits.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { target } from '../support/pipeline-harness.ts'

const one = target('p', 'one')
const other = target('p', 'other')
const elsewhere = target('q')

function open(intervalMs?: number) {
  const clock = new FakeClock()
  const circuits = new Circuits({
    settings: { failureThreshold: 5, failureShare: 0.5, openMs: 5000, maxOpenMs: 50_000, accountFailureThreshold: 1 },
    clock,
    observer: { circuitChanged: () => {}, circuitCounted: () => {} },
  })
  const health = new TargetHealth()
  const history = new CheckHistory()
  const accounts = new AccountHealth({
    clock,
    circuits,
    health,
    history,
    intervalMs,
    accounts: new Map([
      ['p', [one, other]],
      ['q', [elsewhere]],
    ]),
  })
  const checked = (account: string, error?: GatewayError) => {
    const outcome: CheckOutcome = { result: resultOf(error), time: clock.now(), latencyMs: 5, error }
    history.ended(account, outcome)
  }
  const attempted = (at: typeof one, state: AttemptState) => {
    const unset = { firstContentMs: undefined, usage: undefined, cost: undefined, reportedModel: undefined }
    health.attemptEnded({ id: 'a', target: at, startTime: clock.now(), latencyMs: 40, state, ...unset })
  }
  return { clock, circuits, history, accounts, checked, attempted }
}

const unreachable = new GatewayError(ErrorReason.PROVIDER_UNREACHABLE, 'down')
const refused = new GatewayError(ErrorReason.UPSTREAM_AUTH, 'refused')
const limited = new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'later')
const good: AttemptState = { kind: 'succeeded', finishReason: FinishReason.STOP }
const bad: AttemptState = { kind: 'failed', error: new GatewayError(ErrorReason.UPSTREAM_ERROR, 'bad') }

describe('the health of an account', () => {
  it('is unknown, with nothing to tell, before anything happened', () => {
    const { accounts } = open()
    expect(accounts.viewOf('p')).toEqual({ account: 'p', state: 'unknown', consecutiveFailures: 0 })
    expect(accounts.stateOf('nobody')).toBe('unknown')
  })

  it('tells calls and checks together', async () => {
    const { clock, accounts, checked, attempted } = open()
    const start = clock.now()
    attempted(one, good)
    await clock.advance(1000)
    attempted(other, bad)
    checked('p', unreachable)
    expect(accounts.viewOf('p')).toMatchObject({
      state: 'degraded',
      lastCheckTime: start + 1000,
      lastSuccessTime: start + 40,
      consecutiveFailures: 2,
      averageLatencyMs: 40,
      lastFailure: ErrorReason.UPSTREAM_ERROR,
      lastFailureTime: start + 1040,
    })
    await clock.advance(1000)
    attempted(one, good)
    expect(accounts.viewOf('p')).toMatchObject({ consecutiveFailures: 0, lastSuccessTime: start + 2040 })
  })

  it('is not touched by a check that says nothing', () => {
    const { accounts, checked } = open()
    for (let round = 0; round < 5; round++) checked('p', limited)
    expect(accounts.viewOf('p')).toMatchObject({ state: 'unknown', consecutiveFailures: 0 })
    expect(accounts.viewOf('p').lastCheckTime).toBeDefined()
  })
})

describe('a target is left alone', () => {
  it('after three failed checks of its account, until one is good', () => {
    const { accounts, checked } = open()
    for (const failures of [1, 2, 3]) {
      checked('p', unreachable)
      expect([accounts.isLeftAlone(one), accounts.isLeftAlone(elsewhere)]).toEqual([failures === 3, false])
    }
    checked('q', unreachable)
    checked('p')
    expect([accounts.isLeftAlone(one), accounts.isLeftAlone(other)]).toEqual([false, false])
  })

  it('after one check that was refused for the key', () => {
    const { accounts, checked } = open()
    checked('p', refused)
    expect(accounts.isLeftAlone(one)).toBe(true)
  })

  it('until an attempt at it succeeds, and all of its account once that is noticed', async () => {
    const { clock, accounts, history, checked, attempted } = open()
    checked('p', refused)
    await clock.advance(1)
    attempted(one, good)
    expect([accounts.isLeftAlone(one), accounts.isLeftAlone(other)]).toEqual([false, true])
    history.callSucceeded('p', accounts.lastSuccessTime('p'))
    expect(accounts.isLeftAlone(other)).toBe(false)
    expect(history.hasFailures).toBe(false)
  })

  it.each([
    [undefined, 60_000],
    [1000, 60_000],
    [60_000, 180_000],
  ])('no longer than its check is recent: with interval %s for %i ms', async (intervalMs, lastsMs) => {
    const { clock, accounts, checked } = open(intervalMs)
    checked('p', refused)
    await clock.advance(lastsMs - 1)
    expect([accounts.isLeftAlone(one), accounts.stateOf('p')]).toEqual([true, 'unhealthy'])
    await clock.advance(1)
    expect([accounts.isLeftAlone(one), accounts.stateOf('p')]).toEqual([false, 'unknown'])
  })

  it('not for failures of calls alone: its circuit is there for that, and brings it back', () => {
    const { accounts, attempted } = open()
    for (let call = 0; call < 9; call++) attempted(one, bad)
    expect([accounts.stateOfTarget(one), accounts.isLeftAlone(one)]).toEqual(['unhealthy', false])
  })
})

describe('a good check', () => {
  const fail = async (circuits: Circuits, at: typeof one, error: GatewayError) => {
    for (let call = 0; call < 5 && circuits.stateOf(at) === 'closed'; call++) {
      await circuits.admit(at).ended({ kind: 'failed', error })
    }
    expect(circuits.stateOf(at)).toBe('open')
  }

  it.each([
    ['half_open', 'PROVIDER_UNREACHABLE'],
    ['half_open', 'CONNECT_TIMEOUT'],
    ['open', 'UPSTREAM_ERROR'],
  ] as const)('leaves a circuit %s that opened for %s', async (state, reason) => {
    const { circuits } = open()
    await fail(circuits, one, new GatewayError(ErrorReason[reason], 'bad'))
    circuits.accountAnswered(one)
    expect(circuits.stateOf(one)).toBe(state)
    circuits.close()
  })

  it('lets one attempt through to an account whose key was refused, and no second timer fires', async () => {
    const { circuits, clock } = open()
    await fail(circuits, one, refused)
    circuits.accountAnswered(accountTarget('p'))
    expect(clock.pendingTimers).toBe(0)
    const probe = circuits.admit(one)
    expect(() => circuits.admit(one)).toThrow(GatewayError)
    await probe.ended({ kind: 'failed', error: refused })
    expect(circuits.stateOf(one)).toBe('open')
    circuits.close()
  })

  it('does not touch a circuit that was tripped by hand, nor one that is not open', () => {
    const { circuits } = open()
    circuits.trip(one)
    circuits.accountAnswered(one)
    circuits.accountAnswered(other)
    expect([circuits.stateOf(one), circuits.stateOf(other)]).toEqual(['open', 'closed'])
  })
})
