import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { collect, textOf } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { settled } from '../support/fake-clock.ts'
import { entry, PipelineHarness, target } from '../support/pipeline-harness.ts'
import { fails, ScriptedProvider, says, start, text } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => harness.close())

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')

async function answerText(running: Promise<Parameters<typeof collect>[0]>): Promise<string> {
  return textOf((await collect(await running)).message)
}

describe('retrying', () => {
  it('answers after a failure, and every attempt has its row', async () => {
    const provider = new ScriptedProvider(fails(down), says('Hello'))
    harness = new PipelineHarness([provider])
    const running = answerText(harness.run(harness.call(false)))
    await harness.clock.advance(1000)
    expect(await running).toBe('Hello')
    expect(harness.ledger.rows.map((row) => [row.attemptIndex, row.outcome, row.last])).toEqual([
      [0, 'failed', false],
      [1, 'succeeded', true],
    ])
  })

  it('gives up after the policy’s retries with the last error', async () => {
    const provider = new ScriptedProvider(fails(down))
    harness = new PipelineHarness([provider])
    const running = harness.run(harness.call(false, { model: 'm', retry: { maxRetries: 2 } }))
    const failure = running.catch((error: unknown) => error)
    await harness.clock.advance(60_000)
    expect(await failure).toMatchObject({ reason: ErrorReason.UPSTREAM_UNAVAILABLE })
    expect(provider.calls).toHaveLength(3)
  })

  it('never repeats what the caller got wrong', async () => {
    const provider = new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'bad')))
    harness = new PipelineHarness([provider])
    await expect(harness.run(harness.call(false))).rejects.toMatchObject({ reason: ErrorReason.UPSTREAM_REJECTED })
    expect(provider.calls).toHaveLength(1)
  })

  it('never begins again after content was delivered', async () => {
    const provider = new ScriptedProvider(async function* () {
      yield [start, text('Half')]
      throw down
    })
    harness = new PipelineHarness([provider])
    const answer = await harness.run(harness.call(true))
    for await (const _ of answer.events);
    expect(await answer.done).toMatchObject({ kind: 'failed' })
    await harness.clock.advance(60_000)
    expect(provider.calls).toHaveLength(1)
  })

  it('waits as long as the provider asked', async () => {
    const limited = new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'slow down', { retryAfterMs: 7000 })
    const provider = new ScriptedProvider(fails(limited), says('Hello'))
    harness = new PipelineHarness([provider])
    const running = answerText(harness.run(harness.call(false)))
    await harness.clock.advance(6999)
    expect(provider.calls).toHaveLength(1)
    await harness.clock.advance(1000)
    expect(await running).toBe('Hello')
  })

  it('fails at once with the asked wait when it does not fit the deadline', async () => {
    const limited = new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'slow down', { retryAfterMs: 7000 })
    const provider = new ScriptedProvider(fails(limited))
    harness = new PipelineHarness([provider])
    const call = { ...harness.call(false), deadline: harness.clock.now() + 5000 }
    await expect(harness.run(call)).rejects.toMatchObject({ retryAfterMs: 7000 })
    expect(provider.calls).toHaveLength(1)
  })
})

describe('routing', () => {
  it('tries the next target of the route when one fails', async () => {
    const first = new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_AUTH, 'bad key')))
    const second = new ScriptedProvider(says('Hello'))
    harness = new PipelineHarness([first, second])
    expect(await answerText(harness.run(harness.call(false)))).toBe('Hello')
    expect(harness.ledger.rows.map((row) => [row.provider, row.outcome])).toEqual([
      ['p0', 'failed'],
      ['p1', 'succeeded'],
    ])
  })

  it('tells the first target’s error when all fail', async () => {
    const first = new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_AUTH, 'bad key')))
    const second = new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'prefill')))
    harness = new PipelineHarness([first, second])
    await expect(harness.run(harness.call(false))).rejects.toMatchObject({ reason: ErrorReason.UPSTREAM_AUTH })
  })

  it('does not route around a content filter', async () => {
    const first = new ScriptedProvider(fails(new GatewayError(ErrorReason.CONTENT_FILTER, 'filtered')))
    const second = new ScriptedProvider(says('Hello'))
    harness = new PipelineHarness([first, second])
    await expect(harness.run(harness.call(false))).rejects.toMatchObject({ reason: ErrorReason.CONTENT_FILTER })
    expect(second.calls).toHaveLength(0)
  })

  it('refuses a model that is not allowed, and counts it', async () => {
    const catalog = new Catalog({
      entries: [entry('m', [target('p0')]), entry('n', [target('p0', 'n')])],
      allowed: ['n'],
      defaultModel: undefined,
    })
    harness = new PipelineHarness([new ScriptedProvider(says('Hello'))], { catalog })
    await expect(harness.run(harness.call(false))).rejects.toMatchObject({ reason: ErrorReason.MODEL_NOT_ALLOWED })
    expect((await harness.metrics.expose()).body).toMatch(/llm_governance_violations_total 1/)
    expect(harness.ledger.rows).toEqual([])
  })
})

describe('the circuit', () => {
  it('leaves a failing target alone and lets one attempt through after a while', async () => {
    const provider = new ScriptedProvider(...Array.from({ length: 5 }, () => fails(down)), says('Hello'))
    harness = new PipelineHarness([provider])
    const options = { model: 'm', retry: { maxRetries: 0 } }
    for (let failure = 0; failure < 5; failure++) {
      await expect(harness.run(harness.call(false, options))).rejects.toMatchObject({ reason: down.reason })
    }
    await expect(harness.run(harness.call(false, options))).rejects.toMatchObject({ reason: ErrorReason.CIRCUIT_OPEN })
    expect(provider.calls).toHaveLength(5)
    expect(harness.circuits.stateOf(target('p0'))).toBe('open')
  })

  it('hears of a stream that fails after it was handed out', async () => {
    const provider = new ScriptedProvider(async function* () {
      yield [start, text('Half')]
    })
    harness = new PipelineHarness([provider])
    for (let failure = 0; failure < 5; failure++) {
      const answer = await harness.run(harness.call(true))
      for await (const _ of answer.events);
      await answer.done
      await settled()
    }
    expect(harness.circuits.stateOf(target('p0'))).toBe('open')
  })

  it('does not hold the callers’ own faults against a target', async () => {
    const provider = new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'bad')))
    harness = new PipelineHarness([provider])
    for (let failure = 0; failure < 8; failure++) await harness.run(harness.call(false)).catch(() => {})
    expect(harness.circuits.stateOf(target('p0'))).toBe('closed')
  })
})

describe('accounting', () => {
  it('has made the rows durable before the answer is done', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('Hello'))])
    const written = Promise.withResolvers<void>()
    harness.ledger.record = () => written.promise
    const answer = await harness.run(harness.call(true))
    for await (const _ of answer.events);
    let done = false
    const settledAnswer = answer.done.then(() => {
      done = true
    })
    await settled()
    expect(done).toBe(false)
    written.resolve()
    await settledAnswer
  })

  it('turns an answer that could not be recorded into an error', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('Hello'))])
    harness.ledger.failure = new GatewayError(ErrorReason.LEDGER_UNAVAILABLE, 'disk full')
    await expect(answerText(harness.run(harness.call(false)))).rejects.toMatchObject({
      reason: ErrorReason.LEDGER_UNAVAILABLE,
    })
  })

  it('keeps the call’s own error when that could not be recorded either', async () => {
    harness = new PipelineHarness([new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_QUOTA, 'broke')))])
    harness.ledger.failure = new GatewayError(ErrorReason.LEDGER_UNAVAILABLE, 'disk full')
    await expect(harness.run(harness.call(false))).rejects.toMatchObject({ reason: ErrorReason.UPSTREAM_QUOTA })
  })
})
