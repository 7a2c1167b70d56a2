import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import type { CheckOutcome } from '../../src/resilience/check-history.ts'
import { HealthChecks, type HealthChecksOptions } from '../../src/resilience/health-checks.ts'
import { FakeClock } from '../support/fake-clock.ts'

const INTERVAL = 10_000
const HOUR = 3_600_000

/** Accounts that answer when the test lets them. */
class Accounts {
  readonly clock = new FakeClock()
  /** Every question so far, by account. */
  readonly asked: string[] = []
  readonly ended: [account: string, outcome: CheckOutcome][] = []
  readonly spared: string[] = []
  readonly known = new Map<string, number>()
  /** How long each takes. */
  latencyMs = 0
  failure: GatewayError | undefined
  running = 0
  mostRunning = 0
  readonly checks: HealthChecks

  constructor(names: readonly string[], change: Partial<HealthChecksOptions> = {}) {
    this.clock.chance = 0
    this.checks = new HealthChecks({
      clock: this.clock,
      accounts: names,
      intervalMs: INTERVAL,
      ask: (account, signal) => this.#ask(account, signal),
      lastKnown: (account) => this.known.get(account) ?? 0,
      isInDoubt: () => false,
      onSpared: (account) => this.spared.push(account),
      onEnd: (account, outcome) => {
        this.ended.push([account, outcome])
        this.known.set(account, outcome.time)
      },
      ...change,
    })
  }

  #ask(account: string, signal: AbortSignal): Promise<void> {
    this.asked.push(account)
    this.running += 1
    this.mostRunning = Math.max(this.mostRunning, this.running)
    return new Promise<void>((resolve, reject) => {
      const end = () => (this.failure ? reject(this.failure) : resolve())
      if (this.latencyMs > 0) this.clock.after(this.latencyMs, end)
      else end()
      signal.addEventListener('abort', () => reject(signal.reason))
    }).finally(() => {
      this.running -= 1
    })
  }
}

describe('checks on a schedule', () => {
  it('ask each account once in an interval', async () => {
    const accounts = new Accounts(['a', 'b'])
    accounts.checks.start()
    await accounts.clock.advance(1)
    expect(accounts.asked).toEqual(['a', 'b'])
    await accounts.clock.advance(INTERVAL - 2)
    expect(accounts.asked).toHaveLength(2)
    await accounts.clock.advance(2)
    expect(accounts.asked).toEqual(['a', 'b', 'a', 'b'])
    await accounts.clock.advance(INTERVAL * 8)
    expect(accounts.asked).toHaveLength(20)
  })

  it('come at their interval when the clock is set back, or forward', async () => {
    const accounts = new Accounts(['a'])
    accounts.checks.start()
    await accounts.clock.advance(1)
    for (const jump of [-HOUR, HOUR, HOUR]) {
      const asked = accounts.asked.length
      accounts.known.set('a', accounts.clock.now())
      accounts.clock.jump(jump)
      await accounts.clock.advance(INTERVAL * 4)
      expect(accounts.asked.length).toBeGreaterThanOrEqual(asked + 3)
    }
  })

  it('come up to a fifth of the interval later, by chance', async () => {
    const accounts = new Accounts(['a'])
    accounts.clock.chance = 0.5
    accounts.checks.start()
    await accounts.clock.advance(999)
    expect(accounts.asked).toEqual([])
    await accounts.clock.advance(1)
    expect(accounts.asked).toEqual(['a'])
    await accounts.clock.advance(10_999)
    expect(accounts.asked).toHaveLength(1)
    await accounts.clock.advance(1)
    expect(accounts.asked).toHaveLength(2)
  })

  it('are none without an interval, and no timer is held', async () => {
    const accounts = new Accounts(['a'], { intervalMs: undefined })
    accounts.checks.start()
    expect(accounts.clock.pendingTimers).toBe(0)
  })

  it('leave out an account that a call succeeded at within the interval', async () => {
    const accounts = new Accounts(['a'])
    accounts.checks.start()
    await accounts.clock.advance(1)
    for (let call = 0; call < 10; call++) {
      await accounts.clock.advance(5000)
      accounts.known.set('a', accounts.clock.now())
    }
    expect(accounts.asked).toEqual(['a'])
    expect(accounts.spared.length).toBeGreaterThan(2)
    await accounts.clock.advance(INTERVAL)
    expect(accounts.asked).toEqual(['a', 'a'])
  })

  it('go on from what was known before, as after a reload', async () => {
    const accounts = new Accounts(['a'])
    accounts.known.set('a', accounts.clock.now() - 4000)
    accounts.checks.start()
    await accounts.clock.advance(5999)
    expect(accounts.asked).toEqual([])
    await accounts.clock.advance(1)
    expect(accounts.asked).toEqual(['a'])
  })

  it('begin with an account whose last check failed: what was wrong may have been put right', async () => {
    const accounts = new Accounts(['a', 'b'], { isInDoubt: (account) => account === 'b' })
    for (const name of ['a', 'b']) accounts.known.set(name, accounts.clock.now() - 4000)
    accounts.checks.start()
    await accounts.clock.advance(1)
    expect(accounts.asked).toEqual(['b'])
    await accounts.clock.advance(INTERVAL - 2)
    expect(accounts.asked).toEqual(['b', 'a'])
  })

  it('never ask one account twice at a time, however long it takes', async () => {
    const accounts = new Accounts(['a'])
    accounts.latencyMs = INTERVAL * 3.5
    accounts.checks.start()
    await accounts.clock.advance(INTERVAL * 12)
    expect(accounts.mostRunning).toBe(1)
    expect(accounts.asked).toHaveLength(3)
  })

  it('ask at most eight accounts at the same time, and all of them in the end', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `a${index}`)
    const accounts = new Accounts(names)
    accounts.latencyMs = 100
    accounts.checks.start()
    await accounts.clock.advance(INTERVAL - 1)
    expect(accounts.mostRunning).toBe(8)
    expect(accounts.asked.toSorted()).toEqual(names.toSorted())
  })

  it('end when they are stopped: no timer, no outcome of what was under way', async () => {
    const accounts = new Accounts(['a', 'b'])
    accounts.latencyMs = 100
    accounts.checks.start()
    await accounts.clock.advance(50)
    expect(accounts.running).toBe(2)
    await accounts.checks.stop()
    expect(accounts.running).toBe(0)
    await accounts.clock.advance(INTERVAL * 3)
    expect(accounts.ended).toEqual([])
    expect(accounts.asked).toHaveLength(2)
    expect(accounts.clock.pendingTimers).toBe(0)
  })
})

describe('a check on demand', () => {
  it('tells what was found and how long it took', async () => {
    const accounts = new Accounts([])
    accounts.latencyMs = 70
    const found = accounts.checks.check('a')
    await accounts.clock.advance(100)
    expect(await found).toMatchObject({ result: 'succeeded', latencyMs: 70, error: undefined })
  })

  it.each([
    ['PROVIDER_UNREACHABLE', 'failed'],
    ['UPSTREAM_AUTH', 'failed'],
    ['UPSTREAM_RATE_LIMITED', 'inconclusive'],
    ['UPSTREAM_FORBIDDEN', 'inconclusive'],
    ['UPSTREAM_MALFORMED', 'inconclusive'],
    ['INTERNAL', 'inconclusive'],
  ] as const)('that meets %s has %s', async (reason, result) => {
    const accounts = new Accounts([])
    accounts.failure = new GatewayError(ErrorReason[reason], 'met')
    expect(await accounts.checks.check('a')).toMatchObject({ result, error: { message: 'met' } })
  })

  it('shares the one that is under way', async () => {
    const accounts = new Accounts(['a'])
    accounts.latencyMs = 100
    accounts.checks.start()
    await accounts.clock.advance(50)
    const outcomes = Promise.all([accounts.checks.check('a'), accounts.checks.check('a')])
    await accounts.clock.advance(50)
    expect((await outcomes).map(({ result }) => result)).toEqual(['succeeded', 'succeeded'])
    expect(accounts.asked).toEqual(['a'])
  })

  it('is refused once the checks have stopped, and while it waits', async () => {
    const accounts = new Accounts([])
    accounts.latencyMs = 100
    const under = accounts.checks.check('a')
    void accounts.checks.stop()
    await expect(under).rejects.toMatchObject({ reasonName: 'SHUTTING_DOWN' })
    await expect(accounts.checks.check('a')).rejects.toMatchObject({ reasonName: 'SHUTTING_DOWN' })
  })
})
