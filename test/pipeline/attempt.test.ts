import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer, Outcome } from '../../src/core/answer.ts'
import { collect, textOf } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { type AnswerEvent, usageOf } from '../../src/core/events.ts'
import { settled } from '../support/fake-clock.ts'
import { PipelineHarness } from '../support/pipeline-harness.ts'
import { end, fails, ScriptedProvider, says, start, text, untilAborted } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => {
  harness.close()
  expect(harness.clock.pendingTimers, 'timers left behind').toBe(0)
})

const noRetry = { model: 'm', retry: { maxRetries: 0 } }

async function reasonOf(promise: Promise<unknown>): Promise<ErrorReason> {
  const error = await promise.then(
    () => expect.unreachable('it should have failed'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(GatewayError)
  return (error as GatewayError).reason
}

async function drain(answer: Answer): Promise<{ events: AnswerEvent[]; outcome: Outcome }> {
  const events: AnswerEvent[] = []
  for await (const batch of answer.events) events.push(...batch)
  return { events, outcome: await answer.done }
}

describe('a unary attempt', () => {
  it('answers with everything the provider said', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('Hello ', 'world.'))])
    const { message } = await collect(await harness.run(harness.call(false)))
    expect(textOf(message)).toBe('Hello world.')
  })

  it('is truncated when the terminal marker is missing, and nothing of it is told as an answer', async () => {
    const cut = new ScriptedProvider(async function* () {
      yield [start, text('Half an ans')]
    })
    harness = new PipelineHarness([cut])
    expect(await reasonOf(harness.run(harness.call(false, noRetry)))).toBe(ErrorReason.STREAM_TRUNCATED)
  })

  it('is not bound by the time to the first token, only by the total', async () => {
    const slow = new ScriptedProvider((call) =>
      (async function* () {
        await Promise.race([
          untilAborted(call.signal),
          new Promise<void>((resolve) => harness.clock.after(45_000, resolve)),
        ])
        yield [start, text('late'), end]
      })(),
    )
    harness = new PipelineHarness([slow])
    const running = harness.run(harness.call(false))
    await harness.clock.advance(45_000)
    expect(textOf((await collect(await running)).message)).toBe('late')
  })
})

describe('a streamed attempt', () => {
  it('commits with the first content and ends with its ending', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('one ', 'two'))])
    const { events, outcome } = await drain(await harness.run(harness.call(true)))
    expect(events.map((event) => event.case)).toEqual(['partStarted', 'partDelta', 'partDelta', 'partEnded'])
    expect(outcome.kind).toBe('finished')
  })

  it('fails typed and partial when it is cut after content', async () => {
    const cut = new ScriptedProvider(async function* () {
      yield [start, text('Half')]
      throw new GatewayError(ErrorReason.STREAM_TRUNCATED, 'cut')
    })
    harness = new PipelineHarness([cut])
    const { outcome } = await drain(await harness.run(harness.call(true)))
    expect(outcome).toMatchObject({ kind: 'failed', error: { reason: ErrorReason.STREAM_TRUNCATED } })
    expect(outcome.kind === 'failed' && outcome.error.metadata).toEqual({ provider: 'p0', model: 'm', partial: 'true' })
    expect(cut.calls).toHaveLength(1)
  })

  it('is truncated when it ends cleanly without its terminal marker', async () => {
    const quiet = new ScriptedProvider(async function* () {
      yield [start, text('Half')]
    })
    harness = new PipelineHarness([quiet])
    const { outcome } = await drain(await harness.run(harness.call(true)))
    expect(outcome).toMatchObject({ kind: 'failed', error: { reason: ErrorReason.STREAM_TRUNCATED } })
  })

  it.each([
    ['before the first content', 30_000, [], ErrorReason.FIRST_TOKEN_TIMEOUT],
    ['between two pieces', 10_000, [start, text('Half')], ErrorReason.IDLE_TIMEOUT],
  ] as const)('times out on silence %s', async (_when, limit, spoken, reason) => {
    const silent = new ScriptedProvider((call) =>
      (async function* () {
        if (spoken.length > 0) yield spoken
        await untilAborted(call.signal)
      })(),
    )
    harness = new PipelineHarness([silent])
    const failed = reasonOf(
      harness.run(harness.call(true, noRetry)).then(async (answer) => {
        const { outcome } = await drain(answer)
        if (outcome.kind === 'failed') throw outcome.error
      }),
    )
    await harness.clock.advance(limit - 1)
    expect(silent.closed).toBe(0)
    await harness.clock.advance(1)
    expect(await failed).toBe(reason)
    expect(silent.closed).toBe(1)
  })

  it('does not count the reader’s slowness as the provider’s silence', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('one ', 'two'))])
    const answer = await harness.run(harness.call(true))
    const events = answer.events[Symbol.asyncIterator]()
    await events.next()
    await harness.clock.advance(50_000)
    await events.next()
    while (!(await events.next()).done);
    expect((await answer.done).kind).toBe('finished')
  })

  it('cannot outlast the total time even when it never falls silent', async () => {
    const endless = new ScriptedProvider((call) =>
      (async function* () {
        yield [start]
        for (;;) {
          yield [text('more ')]
          const pause = new Promise<void>((resolve) => harness.clock.after(5000, resolve))
          await Promise.race([pause, untilAborted(call.signal)])
        }
      })(),
    )
    harness = new PipelineHarness([endless])
    const draining = drain(await harness.run(harness.call(true)))
    await harness.clock.advance(65_000)
    expect((await draining).outcome).toMatchObject({ kind: 'failed', error: { reason: ErrorReason.TOTAL_TIMEOUT } })
  })
})

describe('cancelling', () => {
  const cancelled = new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller went away.')

  it.each(['before the first content', 'in the middle of a stream'])('stops the attempt %s', async (when) => {
    const provider = new ScriptedProvider((call) =>
      (async function* () {
        if (when !== 'before the first content') yield [start, text('Half')]
        await untilAborted(call.signal)
      })(),
    )
    harness = new PipelineHarness([provider])
    const running = harness.run(harness.call(true)).then(drain)
    await settled()
    harness.controller.abort(cancelled)
    const reason = running
      .then(({ outcome }) => outcome.kind === 'failed' && outcome.error.reason)
      .catch((e) => e.reason)
    expect(await reason).toBe(ErrorReason.CALL_CANCELLED)
    expect(provider.closed).toBe(1)
    expect(harness.ledger.rows).toMatchObject([{ outcome: 'cancelled', last: true }])
  })

  it('by reading no further stops the attempt', async () => {
    const provider = new ScriptedProvider((call) =>
      (async function* () {
        yield [start, text('Half')]
        await untilAborted(call.signal)
      })(),
    )
    harness = new PipelineHarness([provider])
    const answer = await harness.run(harness.call(true))
    for await (const _ of answer.events) break
    expect(await answer.done).toMatchObject({ kind: 'failed', error: { reason: ErrorReason.CALL_CANCELLED } })
    expect(provider.closed).toBe(1)
  })

  it('ends an answer that nobody has begun to read', async () => {
    const endless = new ScriptedProvider(async function* (call) {
      yield [start, text('one')]
      await untilAborted(call.signal)
    })
    harness = new PipelineHarness([endless])
    const { done } = await harness.run(harness.call(true))
    harness.controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller cancelled the call.'))
    expect(await done).toMatchObject({ kind: 'failed', error: { reason: ErrorReason.CALL_CANCELLED } })
    expect(endless.closed).toBe(1)
    expect(harness.ledger.rows).toMatchObject([{ outcome: 'cancelled' }])
  })

  it('during the wait for a retry ends the call without another attempt', async () => {
    const provider = new ScriptedProvider(fails(new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')))
    harness = new PipelineHarness([provider])
    const reason = reasonOf(harness.run(harness.call(true)))
    await settled()
    harness.controller.abort(cancelled)
    expect(await reason).toBe(ErrorReason.CALL_CANCELLED)
    expect(provider.calls).toHaveLength(1)
    expect(harness.ledger.rows).toMatchObject([{ outcome: 'failed', callOutcome: 'cancelled' }])
  })

  it('before anything began makes no attempt succeed', async () => {
    const provider = new ScriptedProvider((call) =>
      (async function* () {
        call.signal.throwIfAborted()
        yield [start, text('never'), end]
      })(),
    )
    harness = new PipelineHarness([provider])
    harness.controller.abort(cancelled)
    expect(await reasonOf(harness.run(harness.call(false)))).toBe(ErrorReason.CALL_CANCELLED)
  })
})

describe('usage', () => {
  it('is what the provider reported', async () => {
    const usage = usageOf({ input: 10, output: 3 })
    const provider = new ScriptedProvider(async function* () {
      yield [start, text('Hi'), { case: 'usage', value: usage }] as never
      yield [end]
    })
    harness = new PipelineHarness([provider])
    await drain(await harness.run(harness.call(true)))
    expect(harness.ledger.rows).toMatchObject([{ inputTokens: 10n, outputTokens: 3n, usageEstimated: false }])
  })

  it('is estimated and marked when the provider reported none', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('12345678'))])
    await drain(await harness.run(harness.call(true)))
    expect(harness.ledger.rows).toMatchObject([{ inputTokens: 3n, outputTokens: 2n, usageEstimated: true }])
  })

  it('of an answer that was cut is an estimate of what was delivered', async () => {
    const cut = new ScriptedProvider(async function* () {
      yield [start, text('12345678')]
    })
    harness = new PipelineHarness([cut])
    await drain(await harness.run(harness.call(true)))
    expect(harness.ledger.rows).toMatchObject([{ outcome: 'failed', outputTokens: 2n, usageEstimated: true }])
  })
})
