import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { CheckHistory } from '../../src/resilience/check-history.ts'
import { Circuits } from '../../src/resilience/circuits.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { createAccountHealth } from '../../src/rpc/account-health.ts'
import type { RequestContext } from '../../src/rpc/handler.ts'
import { createProviderChecks } from '../../src/rpc/provider-checks.ts'
import { checkProviderHealth } from '../../src/rpc/provider-health.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import { metricOf } from '../support/app.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { ArrayLedger, entry, target } from '../support/pipeline-harness.ts'
import { fails, ScriptedProvider, says, untilAborted } from '../support/scripted-provider.ts'

const INTERVAL = 30_000
const COST = { $typeName: 'switchyard.v1.Cost', total: usd(7n), estimated: false } as const
const unreachable = new GatewayError(ErrorReason.PROVIDER_UNREACHABLE, 'Nobody is there.')

/** One account `p` with the model `m`, on a fake clock. */
function open(provider: Provider, change: { allowPaid?: boolean; intervalMs?: number } = {}) {
  const clock = new FakeClock()
  clock.chance = 0
  const ledger = new ArrayLedger()
  const metrics = new Metrics()
  const health = new TargetHealth()
  const checkHistory = new CheckHistory()
  const catalog = new Catalog({ entries: [entry('m', [target('p')])], allowed: [], defaultModel: undefined })
  const settings = { failureThreshold: 1, failureShare: 0.5, openMs: 5000, maxOpenMs: 5000, accountFailureThreshold: 1 }
  const circuits = new Circuits({ settings, clock, observer: metrics })
  const warnings: object[] = []
  const shared = { clock, health, checkHistory, circuits, catalog, ledger, metrics }
  const intervalMs = change.intervalMs
  const accounts = createAccountHealth(['p'], { ...shared, intervalMs })
  const providerChecks = createProviderChecks({
    ...shared,
    accounts,
    intervalMs,
    timeoutMs: 1000,
    allowPaid: change.allowPaid ?? false,
    provider: () => provider,
    during: (question) => question(),
    prices: { costOf: () => COST, priceOf: () => undefined, contextWindowOf: () => undefined },
    logger: { warn: (line) => warnings.push(line) },
  })
  const ask = checkProviderHealth({ accounts, providerChecks })
  const check = (signal = new AbortController().signal) =>
    ask({ $typeName: 'switchyard.v1.CheckProviderHealthRequest', provider: '' }, { signal } as RequestContext)
  const succeed = () =>
    health.attemptEnded({
      ...{ id: 'a', target: target('p'), startTime: clock.now(), latencyMs: 1 },
      ...{ firstContentMs: undefined, usage: undefined, cost: undefined, reportedModel: undefined },
      state: { kind: 'succeeded', finishReason: FinishReason.STOP },
    })
  return { ...shared, accounts, ...providerChecks, check, succeed, warnings }
}

class Listing extends ScriptedProvider {
  asked = 0
  answer: (signal: AbortSignal) => Promise<never[]> = async () => []

  listModels(signal: AbortSignal) {
    this.asked += 1
    return this.answer(signal)
  }
}

describe('a check', () => {
  it('asks for the free list though a paid one is allowed', async () => {
    const provider = new Listing(says('OK'))
    const { check, methodOf, ledger } = open(provider, { allowPaid: true })
    await check()
    expect([methodOf('p'), provider.asked, provider.calls, ledger.rows]).toEqual(['model_list', 1, [], []])
  })

  it('is given up after its timeout, and the vendor hears of it', async () => {
    const provider = new Listing(says('OK'))
    let aborted = false
    provider.answer = (signal) => untilAborted(signal).finally(() => (aborted = true))
    const { check, clock, warnings } = open(provider)
    const found = check()
    await clock.advance(1000)
    expect((await found).checks).toMatchObject([{ errorReason: ErrorReason.TOTAL_TIMEOUT }])
    expect(aborted).toBe(true)
    expect(clock.pendingTimers).toBe(0)
    expect(warnings).toEqual([{ provider: 'p', result: 'failed', reason: 'TOTAL_TIMEOUT' }])
  })

  it('goes on and counts when the one who asked for it has left', async () => {
    const provider = new Listing(says('OK'))
    const vendor = Promise.withResolvers<never[]>()
    provider.answer = () => vendor.promise
    const { check, accounts } = open(provider)
    const caller = new AbortController()
    const left = check(caller.signal)
    const stays = check()
    caller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'left'))
    await expect(left).rejects.toMatchObject({ reasonName: 'CALL_CANCELLED' })
    vendor.resolve([])
    expect((await stays).checks).toMatchObject([{ health: { provider: 'p' } }])
    expect([provider.asked, accounts.stateOf('p')]).toEqual([1, 'healthy'])
  })
})

describe('a paid check', () => {
  it('asks the first model for a word, recorded and counted as an attempt', async () => {
    const provider = new ScriptedProvider(says('OK'))
    const { check, ledger, metrics } = open(provider, { allowPaid: true })
    expect((await check()).checks).toMatchObject([{ result: 1, method: 2 }])
    expect(provider.calls).toMatchObject([
      { target: { provider: 'p', name: 'm' }, request: { options: { maxOutputTokens: 16n } }, streaming: false },
    ])
    expect(ledger.rows).toMatchObject([{ provider: 'p', principal: 'health-check', outcome: 'succeeded' }])
    const { body } = await metrics.expose()
    expect(metricOf(body, 'llm_cost_usd_total', 'provider="p",model="m"')).toBe(7e-9)
    expect(metricOf(body, 'llm_tokens_total', 'provider="p",model="m",token_type="output"')).toBeGreaterThan(0)
  })

  it('that fails is recorded too, is not repeated, and opens no circuit', async () => {
    const provider = new ScriptedProvider(fails(unreachable))
    const { check, ledger, circuits, metrics } = open(provider, { allowPaid: true })
    expect((await check()).checks).toMatchObject([{ errorReason: ErrorReason.PROVIDER_UNREACHABLE }])
    expect(provider.calls).toHaveLength(1)
    expect(ledger.rows).toMatchObject([{ outcome: 'failed', errorReason: 'PROVIDER_UNREACHABLE' }])
    expect(circuits.stateOf(target('p'))).toBe('closed')
    const { body } = await metrics.expose()
    expect(metricOf(body, 'llm_errors_total', 'provider="p",model="m",error_type="PROVIDER_UNREACHABLE"')).toBe(1)
  })

  it('is never made without leave, on no schedule either', async () => {
    const provider = new ScriptedProvider(says('OK'))
    const { check, checks, clock } = open(provider, { intervalMs: INTERVAL })
    checks.start()
    expect((await check()).checks).toMatchObject([
      { method: 0, result: 0, errorMessage: expect.stringContaining('allow_paid') },
    ])
    await clock.advance(INTERVAL * 5)
    expect([provider.calls, clock.pendingTimers]).toEqual([[], 0])
  })
})

describe('on a schedule', () => {
  it('an account in use is not asked, and what failed before counts no more', async () => {
    const provider = new Listing(says('OK'))
    provider.answer = () => Promise.reject(unreachable)
    const { checks, clock, accounts, checkHistory, succeed } = open(provider, { intervalMs: INTERVAL })
    checks.start()
    await clock.advance(INTERVAL * 2 + 1)
    expect([provider.asked, accounts.stateOf('p')]).toEqual([3, 'unhealthy'])
    for (let call = 0; call < 10; call++) {
      await clock.advance(INTERVAL / 2)
      succeed()
    }
    expect([provider.asked, accounts.stateOf('p')]).toEqual([3, 'healthy'])
    expect(accounts.viewOf('p')).toMatchObject({ consecutiveFailures: 0 })
    expect(checkHistory.hasFailures).toBe(false)
    await checks.stop()
    expect(clock.pendingTimers).toBe(0)
  })

  it('the first failures make its targets less readily chosen, the later ones not any more', async () => {
    const provider = new Listing(says('OK'))
    provider.answer = () => Promise.reject(unreachable)
    const { checks, clock, health } = open(provider, { intervalMs: INTERVAL })
    checks.start()
    await clock.advance(INTERVAL + 1)
    const { errorRate } = health.of(target('p'))
    expect(errorRate).toBeCloseTo(0.19, 9)
    await clock.advance(INTERVAL * 20)
    expect([provider.asked, health.of(target('p')).errorRate]).toEqual([22, errorRate])
    await checks.stop()
  })
})
