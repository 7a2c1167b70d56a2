import { create } from '@bufbuild/protobuf'
import { expect, it, onTestFinished } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { CompareChatRequestSchema, type CompareChatResponse } from '#gen/switchyard/v1/generation_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { operator } from '../../src/core/principal.ts'
import { Catalog } from '../../src/routing/catalog.ts'
import { compareChat } from '../../src/rpc/compare.ts'
import { newProgress } from '../../src/rpc/handler.ts'
import { userMessage } from '../support/call.ts'
import { settled } from '../support/fake-clock.ts'
import { entry, PipelineHarness, target } from '../support/pipeline-harness.ts'
import { type Script, ScriptedProvider, says, start, text, untilAborted } from '../support/scripted-provider.ts'

/** A comparison of the models `a`, `b`… each played by a script. */
function compare(...scripts: Script[]) {
  const providers = scripts.map((script) => new ScriptedProvider(script))
  const models = scripts.map((_, index) => 'abc'[index] ?? '')
  const entries = models.map((name, index) => entry(name, [target(`p${index}`)]))
  const catalog = new Catalog({ entries, allowed: [], defaultModel: undefined })
  const harness = new PipelineHarness(providers, { catalog })
  onTestFinished(() => harness.close())
  const { clock, controller } = harness
  const handle = compareChat({ clock, defaultOptions: undefined, generate: (call) => harness.run(call) })
  const request = create(CompareChatRequestSchema, { models, request: { messages: [userMessage('Speak.')] } })
  const batches = handle(request, {
    principal: operator('local', 'local'),
    signal: controller.signal,
    deadline: clock.now() + 60_000,
    header: () => undefined,
    requestId: 'request',
    progress: newProgress(),
  })
  return { harness, providers, batches: batches[Symbol.asyncIterator]() }
}

/** Says one word and then nothing, as a model that thinks. */
const thinks: Script = async function* ({ signal }) {
  yield [start, text('Well')]
  await untilAborted(signal)
}

function kindsOf(batch: readonly CompareChatResponse[]) {
  return batch.map(
    ({ modelIndex, event }) => `${modelIndex} ${event.case === 'answer' ? event.value.event.case : event.case}`,
  )
}

async function read(batches: AsyncIterator<readonly CompareChatResponse[]>): Promise<string[]> {
  const { value } = await batches.next()
  return kindsOf(value)
}

it('keeps what came in one read together', async () => {
  const { batches } = compare(async function* (call) {
    yield [start, text('One'), text(' two'), text(' three')]
    yield* says(' four')(call)
  })
  expect(await read(batches)).toEqual(['0 started', '0 partStarted', '0 partDelta', '0 partDelta', '0 partDelta'])
})

it('ends every call when its reader leaves, though nobody told it otherwise', async () => {
  const { harness, providers, batches } = compare(thinks, thinks, thinks)
  for (let count = 0; count < 3; count++) expect((await read(batches))[0]).toBe(`${count} started`)
  await batches.return?.()
  expect(providers.map(({ closed }) => closed)).toEqual([1, 1, 1])
  await settled()
  expect(harness.ledger.rows.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'cancelled'])
})

it('ends every call when its reader leaves while it waits', async () => {
  const { providers, batches } = compare(thinks, thinks)
  for (let count = 0; count < 2; count++) await batches.next()
  const waiting = batches.next()
  await batches.return?.()
  expect(await waiting).toMatchObject({ done: true })
  expect(providers.map(({ closed }) => closed)).toEqual([1, 1])
})

it('fails as a whole with what the caller was cut off for, and not with a failure of each model', async () => {
  const { harness, batches } = compare(thinks, thinks)
  for (let count = 0; count < 2; count++) expect((await read(batches))[0]).not.toContain('failure')
  const next = expect(batches.next()).rejects.toMatchObject({ reason: ErrorReason.SHUTTING_DOWN })
  harness.controller.abort(new GatewayError(ErrorReason.SHUTTING_DOWN, 'The server stops.'))
  await next
  expect(await batches.next()).toMatchObject({ done: true })
})

it('reads no more of any model while its reader is slow', async () => {
  const said = [0, 0]
  const talks = (index: number): Script =>
    async function* () {
      yield [start]
      for (;;) {
        said[index] = (said[index] ?? 0) + 1
        yield [text('word ')]
      }
    }
  const { batches } = compare(talks(0), talks(1))
  for (let count = 0; count < 10; count++) await batches.next()
  await settled()
  const before = [...said]
  for (let turn = 0; turn < 10; turn++) await settled()
  expect(said).toEqual(before)
  expect(Math.max(...said)).toBeLessThan(10)
  await batches.return?.()
})
