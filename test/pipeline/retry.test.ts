import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { RetryStrategy } from '#gen/switchyard/v1/generation_options_pb.js'
import { collect, textOf } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { PipelineHarness, target } from '../support/pipeline-harness.ts'
import { fails, ScriptedProvider, says } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => harness.close())

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')
const limited = new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'slow down')
const policy = { maxRetries: 3, initialDelayMs: 1000, maxDelayMs: 60_000 }

/** The error of a call that is given all the time it needs. */
async function failureOf(options = {}): Promise<GatewayError> {
  const failure = harness.run(harness.call(false, { model: 'm', ...options })).catch((error: unknown) => error)
  await harness.clock.advance(600_000)
  return (await failure) as GatewayError
}

function waits(provider: ScriptedProvider): number[] {
  const starts = harness.ledger.rows.map(({ startTime }) => startTime)
  expect(starts).toHaveLength(provider.calls.length)
  return starts.slice(1).map((start, index) => start - (starts[index] as number))
}

async function metrics(): Promise<string> {
  return (await harness.metrics.expose()).body
}

describe('the wait between attempts', () => {
  it.each([
    ['exponential', [1000, 2000, 4000]],
    ['linear', [1000, 2000, 3000]],
    ['fibonacci', [1000, 2000, 3000]],
  ] as const)('follows the operator’s strategy: %s', async (strategy, expected) => {
    const provider = new ScriptedProvider(fails(limited))
    harness = new PipelineHarness([provider], { retryPolicy: { ...policy, strategy } })
    harness.clock.chance = 1
    await failureOf()
    expect(waits(provider)).toEqual(expected)
  })

  it('follows the caller’s strategy', async () => {
    const provider = new ScriptedProvider(fails(limited))
    harness = new PipelineHarness([provider], { retryPolicy: policy })
    harness.clock.chance = 1
    await failureOf({ retry: { strategy: RetryStrategy.LINEAR } })
    expect(waits(provider)).toEqual([1000, 2000, 3000])
  })

  it('grows from call to call where adaptive retries keep failing, and shrinks again where they succeed', async () => {
    const provider = new ScriptedProvider(
      ...Array.from({ length: 8 }, () => fails(limited)),
      ...Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? fails(limited) : says('Hi'))),
    )
    harness = new PipelineHarness([provider], { retryPolicy: { ...policy, maxRetries: 1, strategy: 'adaptive' } })
    harness.clock.chance = 1
    for (let call = 0; call < 14; call++) await failureOf()
    const retried = waits(provider).filter((_, index) => index % 2 === 0)
    expect(retried.slice(0, 4)).toEqual([...retried.slice(0, 4)].sort((a, b) => a - b))
    expect(retried[3]).toBeGreaterThan(1000)
    expect(retried.at(-1)).toBeLessThan(1000)
  })
})

describe('how often an attempt is repeated', () => {
  it('is what the policy says for its error', async () => {
    const byReason = new Map([[ErrorReason.UPSTREAM_RATE_LIMITED, { ...policy, maxRetries: 5 }]])
    const provider = new ScriptedProvider(fails(limited))
    harness = new PipelineHarness([provider], { retryPolicy: { ...policy, byReason } })
    await failureOf()
    expect(provider.calls).toHaveLength(6)
  })

  it('is what the caller says for its error, within the operator’s policy', async () => {
    const provider = new ScriptedProvider(fails(limited))
    harness = new PipelineHarness([provider], { retryPolicy: policy })
    await failureOf({ retry: { byReason: { UPSTREAM_RATE_LIMITED: { maxRetries: 1 } } } })
    expect(provider.calls).toHaveLength(2)
    await failureOf({ retry: { byReason: { UPSTREAM_RATE_LIMITED: { maxRetries: 9 } } } })
    expect(provider.calls).toHaveLength(6)
  })
})

describe('the retry budget', () => {
  it('keeps an outage from multiplying calls, and says so with the attempt’s own error', async () => {
    const provider = new ScriptedProvider(fails(limited))
    harness = new PipelineHarness([provider], {
      retryPolicy: { ...policy, initialDelayMs: 1 },
      retryBudget: { share: 0.2, minPerSecond: 0 },
    })
    const errors: GatewayError[] = []
    for (let call = 0; call < 100; call++) {
      const failure = harness.run(harness.call(false)).catch((error: unknown) => errors.push(error as GatewayError))
      await harness.clock.advance(10)
      await failure
    }
    expect(provider.calls).toHaveLength(120)
    const refused = errors.filter(({ metadata }) => metadata.not_retried === 'budget')
    expect(refused.length).toBeGreaterThan(80)
    expect(new Set(errors.map(({ reason }) => reason))).toEqual(new Set([limited.reason]))
    const exhausted = `llm_retry_budget_exhausted_total{provider="p0",model="m"} ${refused.length}`
    expect(await metrics()).toContain(exhausted)
  })

  it('leaves the next target to the calls that it does not retry', async () => {
    const providers = [new ScriptedProvider(fails(limited)), new ScriptedProvider(says('Hello'))]
    harness = new PipelineHarness(providers, { retryBudget: { share: 0, minPerSecond: 0 } })
    const answer = await collect(await harness.run(harness.call(false)))
    expect(textOf(answer.message)).toBe('Hello')
    expect(providers.map(({ calls }) => calls.length)).toEqual([1, 1])
  })
})

describe('a circuit that opens', () => {
  it('while attempts are repeated ends that at once, with the error of the last one', async () => {
    const provider = new ScriptedProvider(fails(down))
    harness = new PipelineHarness([provider], { retryPolicy: { ...policy, maxRetries: 10 } })
    const failure = harness.run(harness.call(false)).catch((error: unknown) => error)
    await harness.clock.advance(15_000)
    expect(harness.circuits.stateOf(target('p0'))).toBe('open')
    expect(await failure).toMatchObject({ reason: down.reason })
    expect(provider.calls).toHaveLength(5)
  })

  it('while a call waits to repeat its attempt does not hide what the attempt met', async () => {
    const provider = new ScriptedProvider(fails(down))
    harness = new PipelineHarness([provider])
    const waiting = harness.run(harness.call(false)).catch((error: unknown) => error)
    await harness.clock.advance(0)
    harness.circuits.trip(target('p0'))
    await harness.clock.advance(30_000)
    expect(await waiting).toMatchObject({ reason: down.reason })
    expect(provider.calls).toHaveLength(1)
  })
})
