import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer } from '../../src/core/answer.ts'
import { type Call, newJournal } from '../../src/core/call.ts'
import { collect, textOf } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { operator } from '../../src/core/principal.ts'
import { settled } from '../support/fake-clock.ts'
import { PipelineHarness } from '../support/pipeline-harness.ts'
import { fails, type Script, ScriptedProvider, says, start, text, untilAborted } from '../support/scripted-provider.ts'

let harness: PipelineHarness
let provider: ScriptedProvider

afterEach(() => {
  harness.close()
  expect(harness.clock.pendingTimers, 'timers left behind').toBe(0)
})

function play(...scripts: Script[]): void {
  provider = new ScriptedProvider(...scripts)
  harness = new PipelineHarness([provider])
}

let calls = 0

function call(change: Partial<Call> = {}): Call {
  calls += 1
  const options = { model: 'm', retry: { maxRetries: 0 } }
  const idempotency = { key: 'k', fingerprint: 'print' }
  return { ...harness.call(true, options), id: `call-${calls}`, idempotency, journal: newJournal(), ...change }
}

async function textsOf(answer: Answer): Promise<string[]> {
  const batches: string[] = []
  for await (const batch of answer.events) {
    batches.push(batch.map(({ case: kind, value }) => (kind === 'partDelta' ? value.delta.value : kind)).join())
  }
  return batches
}

describe('a call with the key of another', () => {
  it.each([true, false])('is answered the same without asking or paying again, streaming %s', async (streaming) => {
    play(says('One', ' two'))
    const [first, second] = [call({ streaming }), call({ streaming })]
    const said = await textsOf(await harness.run(first))
    const answer = await harness.run(second)
    expect(await textsOf(answer)).toEqual(said)
    expect(await answer.done).toMatchObject({ kind: 'finished', ending: { rawFinishReason: 'stop' } })
    expect(answer.target).toMatchObject({ provider: 'p0' })
    expect(second.journal).toMatchObject({ replayOf: first.id, attempts: [], selection: first.journal.selection })
    expect(provider.calls).toHaveLength(1)
    expect(harness.ledger.rows).toHaveLength(1)
  })

  it('is told the warnings of the first', async () => {
    play(async function* (attempted) {
      attempted.journal.warnings.push('seed is not honoured.')
      yield* says('One')(attempted)
    })
    await textsOf(await harness.run(call()))
    const second = call()
    await textsOf(await harness.run(second))
    expect(second.journal.warnings).toEqual(['seed is not honoured.'])
  })

  it('is an ordinary call for another caller, and in another method', async () => {
    play(says('One'))
    const others: Partial<Call>[] = [
      {},
      { principal: operator('certificate', 'local') },
      { principal: operator('local', 'other') },
      { operation: 'text' },
      { streaming: false },
      { idempotency: { key: 'other', fingerprint: 'print' } },
      { idempotency: undefined },
    ]
    for (const other of others) await collect(await harness.run(call(other)))
    expect(provider.calls).toHaveLength(others.length)
  })

  it('is answered the same even if the first caller had gone when its whole answer came', async () => {
    play(says('One'))
    const controller = new AbortController()
    await harness.run(call({ streaming: false, signal: controller.signal }))
    controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller left.'))
    const { message } = await collect(await harness.run(call({ streaming: false })))
    expect(textOf(message)).toBe('One')
    expect(provider.calls).toHaveLength(1)
  })

  it('waits for the end of the first', async () => {
    let speakOn = () => {}
    play(async function* (attempted) {
      yield [start, text('One')]
      await new Promise<void>((resolve) => {
        speakOn = resolve
      })
      yield* says(' two')(attempted)
    })
    const first = textsOf(await harness.run(call()))
    const twin = harness.run(call())
    await settled()
    speakOn()
    expect(await textsOf(await twin)).toEqual(await first)
    expect(provider.calls).toHaveLength(1)
  })

  it('is an ordinary call after a failure', async () => {
    const error = new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'No.')
    play(fails(error), says('One'))
    await expect(harness.run(call())).rejects.toMatchObject({ reason: ErrorReason.UPSTREAM_REJECTED })
    expect(textOf((await collect(await harness.run(call()))).message)).toBe('One')
  })

  it('is an ordinary call after an answer that was cut', async () => {
    play(async function* () {
      yield [start, text('Half')]
    }, says('One'))
    const cut = await harness.run(call())
    await textsOf(cut)
    expect(await cut.done).toMatchObject({ kind: 'failed' })
    expect(textOf((await collect(await harness.run(call()))).message)).toBe('One')
  })

  it('is an ordinary call when the answer could not be recorded in the ledger', async () => {
    play(says('One'))
    harness.ledger.failure = new GatewayError(ErrorReason.LEDGER_UNAVAILABLE, 'Full.')
    await textsOf(await harness.run(call()))
    harness.ledger.failure = undefined
    await textsOf(await harness.run(call()))
    expect(provider.calls).toHaveLength(2)
  })

  it.each([
    ['amid the answer', says('One', ' two')],
    ['before it has read anything of an answer that came at once', says()],
    ['before it has read anything', thinks],
  ])('is an ordinary call when the first caller left %s', async (when, script) => {
    play(script, says('Whole'))
    const controller = new AbortController()
    const answer = await harness.run(call({ signal: controller.signal }))
    if (when === 'amid the answer') for await (const _ of answer.events) break
    else controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller left.'))
    const second = harness.run(call())
    expect(textOf((await collect(await second)).message)).toBe('Whole')
  })
})

const thinks: Script = async function* ({ signal }) {
  yield [start, text('Well')]
  await untilAborted(signal)
}
