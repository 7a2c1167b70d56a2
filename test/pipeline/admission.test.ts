import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Priority } from '#gen/switchyard/v1/generation_options_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { settled } from '../support/fake-clock.ts'
import { bound, callOf, hangs, held, textAnswer } from '../support/held-attempts.ts'
import { PipelineHarness, target } from '../support/pipeline-harness.ts'
import { fails, ScriptedProvider, says } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => harness.close())

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')

async function metric(name: string): Promise<string | undefined> {
  return (await harness.metrics.expose()).body.split('\n').find((line) => line.startsWith(name))
}

describe('an attempt with a free place', () => {
  it('begins at once: nothing is waited for', async () => {
    const provider = new ScriptedProvider(says('Hello'))
    harness = new PipelineHarness([provider])
    bound(harness, 1)
    const running = textAnswer(harness.run(harness.call(false)))
    expect(provider.calls).toHaveLength(1)
    expect(await running).toBe('Hello')
    expect(harness.clock.pendingTimers).toBe(0)
  })
})

describe('attempts beyond the places', () => {
  it('wait, count as in flight for balancing but not for the metrics, and go on when a place is free', async () => {
    const first = held()
    const provider = new ScriptedProvider(first.script, says('Second'))
    harness = new PipelineHarness([provider])
    bound(harness, 1)
    const running = textAnswer(harness.run(harness.call(false)))
    const waiting = textAnswer(harness.run(harness.call(false)))
    await settled()
    expect(provider.calls).toHaveLength(1)
    expect(harness.health.of(target('p0')).inFlight).toBe(2)
    expect(await metric('llm_active_requests{')).toBe('llm_active_requests{provider="p0"} 1')
    expect(await metric('llm_queue_length{')).toBe('llm_queue_length{provider="p0"} 1')
    await harness.clock.advance(2000)
    first.answer()
    expect([await running, await waiting]).toEqual(['Hello', 'Second'])
    expect(harness.health.of(target('p0')).inFlight).toBe(0)
    expect(await metric('llm_active_requests{')).toMatch(/ 0$/)
    expect(await metric('llm_queue_length{')).toMatch(/ 0$/)
    expect(await metric('llm_queue_wait_seconds_sum')).toBe('llm_queue_wait_seconds_sum{provider="p0"} 2')
  })

  it('do not have their wait counted as the provider’s time', async () => {
    const first = held()
    harness = new PipelineHarness([new ScriptedProvider(first.script, says('Second'))])
    bound(harness, 1)
    const running = textAnswer(harness.run(harness.call(false)))
    const waiting = textAnswer(harness.run(harness.call(false)))
    await harness.clock.advance(25_000)
    first.answer()
    await Promise.all([running, waiting])
    expect(harness.ledger.rows.map(({ latencyMs }) => latencyMs)).toEqual([25_000, 0])
  })

  it('hold a place for as long as a stream goes on', async () => {
    harness = new PipelineHarness([new ScriptedProvider(says('Hello'))])
    bound(harness, 1)
    const answer = await harness.run(harness.call(true))
    const waiting = textAnswer(harness.run(harness.call(false)))
    await settled()
    expect(await metric('llm_queue_length{')).toMatch(/ 1$/)
    for await (const _ of answer.events);
    expect(await waiting).toBe('Hello')
  })

  it('go by their priority, and callers take turns', async () => {
    const first = held()
    const provider = new ScriptedProvider(first.script, says('Hello'))
    harness = new PipelineHarness([provider])
    bound(harness, 1)
    const begin = (id: string, priority = Priority.UNSPECIFIED) => {
      const call = callOf(harness, id)
      const { request } = harness.call(false, { model: 'm', priority })
      return textAnswer(harness.run({ ...call, request }))
    }
    const running = [
      begin('a'),
      begin('low', Priority.LOW),
      begin('b'),
      begin('b'),
      begin('c'),
      begin('high', Priority.HIGH),
    ]
    await settled()
    first.answer()
    await Promise.all(running)
    expect(provider.calls.map(({ principal }) => principal.id)).toEqual(['a', 'high', 'b', 'c', 'b', 'low'])
  })

  it('leave when their caller does, and are never made', async () => {
    const first = held()
    const provider = new ScriptedProvider(first.script, says('Second'))
    harness = new PipelineHarness([provider])
    bound(harness, 1)
    const running = textAnswer(harness.run(callOf(harness, 'a')))
    const leaving = callOf(harness, 'b')
    const left = harness.run(leaving).catch((error: unknown) => error)
    const waiting = textAnswer(harness.run(callOf(harness, 'c')))
    await settled()
    leaving.leave()
    expect(await left).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
    first.answer()
    expect([await running, await waiting]).toEqual(['Hello', 'Second'])
    expect(provider.calls.map(({ principal }) => principal.id)).toEqual(['a', 'c'])
    expect(leaving.journal.attempts).toEqual([])
  })

  it('give a place back that they got in the moment in which their caller left', async () => {
    const provider = new ScriptedProvider(says('Hello'))
    harness = new PipelineHarness([provider])
    bound(harness, 1)
    const held = target('p0')
    expect(harness.admission.take(held)).toBe(true)
    const leaving = callOf(harness, 'a')
    const left = harness.run(leaving).catch((error: unknown) => error)
    const waiting = textAnswer(harness.run(callOf(harness, 'b')))
    await settled()
    harness.admission.give(held)
    leaving.leave()
    expect(await left).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
    expect(await waiting).toBe('Hello')
    expect(provider.calls).toHaveLength(1)
  })

  it('are refused with the wait when they do not fit, and nothing is recorded of them', async () => {
    harness = new PipelineHarness([new ScriptedProvider(hangs)])
    bound(harness, 1, { maxQueued: 1, maxQueueWaitMs: 7000 })
    const running = harness.run(callOf(harness, 'a')).catch(() => {})
    const waiting = harness.run(callOf(harness, 'b')).catch((error: unknown) => error)
    await expect(harness.run(callOf(harness, 'b'))).rejects.toMatchObject({
      reason: ErrorReason.OVERLOADED,
      retryAfterMs: 7000,
      metadata: { limit: 'queue', provider: 'p0' },
    })
    await harness.clock.advance(7000)
    expect(await waiting).toMatchObject({ reason: ErrorReason.OVERLOADED, metadata: { limit: 'wait' } })
    expect(harness.ledger.rows).toEqual([])
    expect(harness.circuits.viewOf(target('p0'))?.failures).toBe(0)
    await harness.clock.advance(60_000)
    await running
  })

  it('go to the next target of the route when they do not fit', async () => {
    const other = new ScriptedProvider(says('Elsewhere'))
    harness = new PipelineHarness([new ScriptedProvider(hangs), other])
    bound(harness, 1, { maxQueued: 0 })
    const stuck = callOf(harness, 'a')
    const running = harness.run(stuck).catch(() => {})
    expect(await textAnswer(harness.run(callOf(harness, 'b')))).toBe('Elsewhere')
    stuck.leave()
    await running
  })

  it('do not keep the retries of others from the place: a back-off holds none', async () => {
    const provider = new ScriptedProvider(fails(down), says('Second'), says('First'))
    harness = new PipelineHarness([provider])
    bound(harness, 1)
    const retried = textAnswer(harness.run(harness.call(false)))
    await settled()
    expect(await textAnswer(harness.run(callOf(harness, 'b')))).toBe('Second')
    await harness.clock.advance(1000)
    expect(await retried).toBe('First')
  })

  it('tell the failure that they met, not that there was no place for the retry', async () => {
    const provider = new ScriptedProvider(fails(down), hangs)
    harness = new PipelineHarness([provider])
    bound(harness, 1, { maxQueued: 0 })
    const failure = harness.run(harness.call(false)).catch((error: unknown) => error)
    await settled()
    const stuck = callOf(harness, 'b')
    const running = harness.run(stuck).catch(() => {})
    await harness.clock.advance(1000)
    expect(await failure).toMatchObject({ reason: down.reason })
    stuck.leave()
    await running
  })
})
