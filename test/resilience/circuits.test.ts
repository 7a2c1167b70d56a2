import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Outcome } from '../../src/core/answer.ts'
import type { Target } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { accountTarget, Circuits, type TrippedCircuits } from '../../src/resilience/circuits.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { target } from '../support/pipeline-harness.ts'

const settings = {
  failureThreshold: 3,
  failureShare: 0.5,
  openMs: 1000,
  maxOpenMs: 8000,
  accountFailureThreshold: 1,
}
const [one, other] = [target('a', 'one'), target('a', 'other')]
const good: Outcome = { kind: 'finished', ending: { finishReason: FinishReason.STOP, rawFinishReason: 'stop' } }

let clock: FakeClock
let circuits: Circuits
let counted: string[]

function create(tripped?: TrippedCircuits, withoutAccount = new Set<string>()): Circuits {
  const observer = {
    circuitChanged: () => {},
    circuitCounted: ({ name }: Target, result: string) => counted.push(`${name} ${result}`),
  }
  return new Circuits({ settings, clock, observer, withoutAccount, ...(tripped && { tripped }) })
}

beforeEach(() => {
  clock = new FakeClock()
  clock.chance = 0
  counted = []
  circuits = create()
})

afterEach(() => circuits.close())

async function failWith(reason: GatewayError['reason'], at = one): Promise<void> {
  await circuits.admit(at).ended({ kind: 'failed', error: new GatewayError(reason, 'failed') })
}

function rejection(at: Target): GatewayError | undefined {
  try {
    circuits.admit(at)
    return undefined
  } catch (thrown) {
    return thrown as GatewayError
  }
}

describe('a target', () => {
  it('that fails leaves the others of its account alone', async () => {
    for (let time = 0; time < 3; time++) await failWith(ErrorReason.UPSTREAM_UNAVAILABLE)
    expect([circuits.stateOf(one), circuits.stateOf(other)]).toEqual(['open', 'closed'])
  })

  it('tells how long it will be left alone', async () => {
    for (let time = 0; time < 3; time++) await failWith(ErrorReason.UPSTREAM_UNAVAILABLE)
    await clock.advance(400)
    expect(rejection(one)).toMatchObject({ reason: ErrorReason.CIRCUIT_OPEN, retryAfterMs: 600 })
  })

  it.each([
    ['a cancelled call', ErrorReason.CALL_CANCELLED],
    ['a caller’s deadline', ErrorReason.DEADLINE_EXCEEDED],
    ['a request it finds invalid', ErrorReason.UPSTREAM_REJECTED],
    ['a rate limit', ErrorReason.UPSTREAM_RATE_LIMITED],
  ] as const)('is neither opened nor closed by %s', async (_what, reason) => {
    for (let time = 0; time < 10; time++) await failWith(reason)
    expect(circuits.stateOf(one)).toBe('closed')
    for (let time = 0; time < 3; time++) await failWith(ErrorReason.UPSTREAM_UNAVAILABLE)
    await clock.advance(1000)
    await failWith(reason)
    expect(circuits.stateOf(one)).toBe('half_open')
    await circuits.admit(one).ended(good)
    expect(circuits.stateOf(one)).toBe('closed')
  })

  it('has every attempt counted once', async () => {
    await circuits.admit(one).ended(good)
    await failWith(ErrorReason.UPSTREAM_REJECTED)
    for (let time = 0; time < 3; time++) await failWith(ErrorReason.UPSTREAM_ERROR)
    rejection(one)
    expect(counted).toEqual(['one successful', 'one ignored', 'one failed', 'one failed', 'one failed', 'one rejected'])
  })
})

describe('an account', () => {
  it.each([
    ['a refused credential', ErrorReason.UPSTREAM_AUTH],
    ['a used-up quota', ErrorReason.UPSTREAM_QUOTA],
  ] as const)('is left alone with all of its targets after %s', async (_what, reason) => {
    await failWith(reason)
    expect([circuits.stateOf(one), circuits.stateOf(other)]).toEqual(['open', 'open'])
    expect(rejection(other)).toMatchObject({ reason: ErrorReason.CIRCUIT_OPEN, retryAfterMs: 1000 })
    expect(circuits.stateOf(target('b', 'one'))).toBe('closed')
    expect(circuits.viewOf(accountTarget('a'))).toMatchObject({ state: 'open', lastFailure: reason })
    expect(circuits.viewOf(one)).toMatchObject({ state: 'closed', failures: 0 })
  })

  it('is not there where there is no credential: the target has the failure', async () => {
    circuits = create(undefined, new Set(['a']))
    for (let time = 0; time < 3; time++) await failWith(ErrorReason.UPSTREAM_AUTH)
    expect([circuits.stateOf(one), circuits.stateOf(other)]).toEqual(['open', 'closed'])
  })

  it('is opened once by refusals of attempts that ran side by side', async () => {
    const passages = [circuits.admit(one), circuits.admit(other), circuits.admit(one)]
    const refused: Outcome = { kind: 'failed', error: new GatewayError(ErrorReason.UPSTREAM_AUTH, 'bad key') }
    for (const passage of passages) await passage.ended(refused)
    expect(circuits.viewOf(accountTarget('a'))).toMatchObject({ openings: 1 })
  })

  it('comes back with all of its targets when one attempt at any of them succeeds', async () => {
    await failWith(ErrorReason.UPSTREAM_AUTH)
    await clock.advance(1000)
    const probe = circuits.admit(other)
    expect(rejection(one)).toBeDefined()
    await probe.ended(good)
    expect([circuits.stateOf(one), circuits.stateOf(other)]).toEqual(['closed', 'closed'])
  })

  it('comes back as soon as a streamed attempt has begun to answer', async () => {
    await failWith(ErrorReason.UPSTREAM_AUTH)
    await clock.advance(1000)
    const probe = circuits.admit(other)
    probe.answering()
    await clock.advance(0)
    expect(circuits.stateOf(one)).toBe('closed')
    await probe.ended(good)
    expect(circuits.viewOf(accountTarget('a'))).toMatchObject({ state: 'closed', successes: 1 })
  })

  it('keeps its probe when the target’s own circuit refuses the attempt', async () => {
    await failWith(ErrorReason.UPSTREAM_AUTH)
    circuits.trip(one)
    await clock.advance(1000)
    expect(rejection(one)).toBeDefined()
    await circuits.admit(other).ended(good)
    expect(circuits.stateOf(other)).toBe('closed')
  })
})

describe('a tripped circuit', () => {
  it('stays open in the circuits of the next configuration, and not once it is reset', () => {
    const tripped: TrippedCircuits = new Set()
    const before = create(tripped)
    before.trip(one)
    before.trip(accountTarget('b'))
    const after = create(tripped)
    expect(['a', 'b', 'c'].map((provider) => after.stateOf(target(provider, 'one')))).toEqual([
      'open',
      'open',
      'closed',
    ])
    after.reset(one)
    expect(create(tripped).stateOf(one)).toBe('closed')
    before.close()
    after.close()
  })
})

describe('circuits that take the place of others', () => {
  function newTold() {
    const told: string[] = []
    const observer = {
      circuitChanged: ({ provider }: Target, state: string) => void told.push(`${provider} ${state}`),
      circuitCounted: () => {},
    }
    return { told, make: () => new Circuits({ settings, clock, observer }) }
  }

  it('go on with those that are kept, and begin anew with the others', async () => {
    const { told, make } = newTold()
    const [kept, dropped] = [target('kept'), target('dropped')]
    const failed: Outcome = { kind: 'failed', error: new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'failed') }
    const before = make()
    for (let time = 0; time < 3; time++) {
      for (const at of [kept, dropped]) await before.admit(at).ended(failed)
    }
    const after = make()
    after.takeOver(before, ({ provider }) => provider === 'kept')
    before.replaced()
    before.close()
    expect([after.stateOf(kept), after.stateOf(dropped)]).toEqual(['open', 'closed'])
    // Its timer still runs, and its state is told by those who have it now.
    await clock.advance(1000)
    expect(after.stateOf(kept)).toBe('half_open')
    expect(told).toEqual([
      ...['kept closed', 'dropped closed', 'kept open', 'dropped open'],
      ...['kept open', 'kept half_open'],
    ])
    after.close()
    expect(clock.pendingTimers).toBe(0)
  })

  it('hear how the attempts of those before them end', async () => {
    const { told, make } = newTold()
    const before = make()
    const running = [1, 2, 3].map(() => before.admit(one))
    const after = make()
    after.takeOver(before, () => true)
    before.replaced()
    const error = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'failed')
    for (const attempt of running) await attempt.ended({ kind: 'failed', error })
    expect(after.stateOf(one)).toBe('open')
    expect(told).toEqual(['a closed', 'a closed', 'a open'])
    before.close()
    after.close()
  })
})
