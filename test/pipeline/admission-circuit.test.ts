import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { settled } from '../support/fake-clock.ts'
import { bound, callOf, hangs, held, textAnswer } from '../support/held-attempts.ts'
import { PipelineHarness, target } from '../support/pipeline-harness.ts'
import { fails, ScriptedProvider, says } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => harness.close())

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')

describe('a model with places of its own', () => {
  it('keeps its attempts within them, and leaves the provider’s others to the other models', async () => {
    const provider = new ScriptedProvider(hangs)
    harness = new PipelineHarness([provider])
    bound(harness, 2, { placesAtModel: (_account, model) => (model === 'm' ? 1 : Infinity) })
    const calls = [callOf(harness, 'a'), callOf(harness, 'b')]
    const running = calls.map((call) => harness.run(call).catch(() => {}))
    await settled()
    expect(provider.calls).toHaveLength(1)
    expect(harness.admission.take(target('p0', 'other'))).toBe(true)
    expect(harness.admission.take(target('p0', 'other'))).toBe(false)
    for (const call of calls) call.leave()
    await Promise.all(running)
    expect(harness.admission.take(target('p0', 'other'))).toBe(true)
  })
})

describe('places and circuits', () => {
  const circuit = { failureThreshold: 1, openMs: 30_000 }

  it('an open circuit refuses at once, though all places are taken', async () => {
    const provider = new ScriptedProvider(hangs)
    harness = new PipelineHarness([provider], {}, circuit)
    bound(harness, 1)
    const stuck = callOf(harness, 'a')
    const running = harness.run(stuck).catch(() => {})
    await settled()
    harness.circuits.trip(target('p0'))
    await expect(harness.run(callOf(harness, 'b'))).rejects.toMatchObject({ reason: ErrorReason.CIRCUIT_OPEN })
    stuck.leave()
    await running
  })

  it('those who wait while it opens are refused when it is their turn, and no attempt is made', async () => {
    const first = held()
    const provider = new ScriptedProvider(first.script)
    harness = new PipelineHarness([provider], {}, circuit)
    bound(harness, 1)
    const running = textAnswer(harness.run(callOf(harness, 'a')))
    const waiting = ['b', 'c'].map((id) => harness.run(callOf(harness, id)).catch((error: unknown) => error))
    await settled()
    harness.circuits.trip(target('p0'))
    first.answer()
    await running
    const reason = ErrorReason.CIRCUIT_OPEN
    expect(await Promise.all(waiting)).toMatchObject([{ reason }, { reason }])
    expect(provider.calls).toHaveLength(1)
  })

  it('the probe waits for a place like others, and is made when there is one', async () => {
    const first = held()
    const provider = new ScriptedProvider(fails(down), first.script, says('Probe'))
    harness = new PipelineHarness([provider], {}, circuit)
    bound(harness, 1)
    await expect(harness.run(callOf(harness, 'a'))).rejects.toMatchObject({ reason: down.reason })
    await harness.clock.advance(30_000)
    // Something else holds the place when it is time for the probe.
    expect(harness.admission.take(target('p0'))).toBe(true)
    const leaving = callOf(harness, 'b')
    const left = harness.run(leaving).catch(() => {})
    const probe = textAnswer(harness.run(callOf(harness, 'c')))
    await settled()
    expect(harness.circuits.stateOf(target('p0'))).toBe('half_open')
    leaving.leave()
    await left
    harness.admission.give(target('p0'))
    first.answer()
    expect(await probe).toBe('Hello')
    expect(harness.circuits.stateOf(target('p0'))).toBe('closed')
  })
})
