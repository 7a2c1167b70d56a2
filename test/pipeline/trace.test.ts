import { describe, expect, it, onTestFinished } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Outcome } from '../../src/core/answer.ts'
import type { Call } from '../../src/core/call.ts'
import { collect } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import type { TraceParent } from '../../src/core/trace-context.ts'
import type { OpenSpan, Tracing } from '../../src/telemetry/spans.ts'
import { settled } from '../support/fake-clock.ts'
import { PipelineHarness } from '../support/pipeline-harness.ts'
import { fails, type Script, ScriptedProvider, says, start, text, untilAborted } from '../support/scripted-provider.ts'

interface Noted {
  readonly name: string
  readonly under: string | undefined
  readonly ends: Outcome['kind'][]
}

/** Notes the spans that are begun, and every end of each. */
class Notes implements Tracing {
  readonly spans: Noted[] = []

  callBegan(call: Call): OpenSpan {
    return this.#open('call', call.trace)
  }

  attemptBegan(call: Call): OpenSpan {
    return this.#open('attempt', call.trace)
  }

  #open(name: string, parent: TraceParent | undefined): OpenSpan {
    const noted: Noted = { name: `${name} ${this.spans.length}`, under: parent?.spanId, ends: [] }
    this.spans.push(noted)
    const place = { traceId: 'trace', spanId: noted.name, sampled: true, state: undefined }
    return { place, end: ({ kind }) => noted.ends.push(kind) }
  }
}

function traced(...scripts: Script[]) {
  const tracing = new Notes()
  const provider = new ScriptedProvider(...scripts)
  const harness = new PipelineHarness([provider], { tracing })
  onTestFinished(() => harness.close())
  return { tracing, provider, harness }
}

const unavailable = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'Down.')

describe('the spans of a call', () => {
  it('are one for it and one for each attempt, which the provider is told of', async () => {
    const { tracing, provider, harness } = traced(fails(unavailable), says('Hello'))
    const running = harness.run(harness.call(false))
    await harness.clock.advance(5000)
    await collect(await running)
    await settled()
    expect(tracing.spans).toEqual([
      { name: 'call 0', under: undefined, ends: ['finished'] },
      { name: 'attempt 1', under: 'call 0', ends: ['failed'] },
      { name: 'attempt 2', under: 'call 0', ends: ['finished'] },
    ])
    expect(provider.calls.map(({ trace }) => trace?.spanId)).toEqual(['attempt 1', 'attempt 2'])
  })

  it('all end once when the call fails', async () => {
    const { tracing, harness } = traced(fails(new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'No.')))
    await expect(harness.run(harness.call(true))).rejects.toThrow('No.')
    await settled()
    expect(tracing.spans.map(({ ends }) => ends)).toEqual([['failed'], ['failed']])
  })

  it('end with a stream, not before', async () => {
    const { tracing, harness } = traced(says('Hello', 'you'))
    const answer = await harness.run(harness.call(true))
    await settled()
    expect(tracing.spans.map(({ ends }) => ends)).toEqual([[], []])
    await collect(answer)
    await settled()
    expect(tracing.spans.map(({ ends }) => ends)).toEqual([['finished'], ['finished']])
  })

  it('end once when the caller leaves a stream that nobody reads any more', async () => {
    const { tracing, harness } = traced(async function* ({ signal }) {
      yield [start, text('Well')]
      await untilAborted(signal)
    })
    await harness.run(harness.call(true))
    harness.controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'Gone.'))
    await settled()
    expect(tracing.spans.map(({ ends }) => ends)).toEqual([['failed'], ['failed']])
  })

  it('end once when a provider falls silent', async () => {
    const { tracing, harness } = traced(async function* ({ signal }) {
      yield [start, text('Well')]
      await untilAborted(signal)
    })
    const reading = collect(await harness.run(harness.call(true)))
    const failed = expect(reading).rejects.toMatchObject({ reason: ErrorReason.IDLE_TIMEOUT })
    await harness.clock.advance(11_000)
    await failed
    await settled()
    expect(tracing.spans.map(({ ends }) => ends)).toEqual([['failed'], ['failed']])
  })
})
