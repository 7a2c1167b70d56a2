import { create } from '@bufbuild/protobuf'
import { expect, it, onTestFinished } from 'vitest'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { operator } from '../../src/core/principal.ts'
import { generateChatStream } from '../../src/rpc/generate.ts'
import { newProgress } from '../../src/rpc/handler.ts'
import { userMessage } from '../support/call.ts'
import { settled } from '../support/fake-clock.ts'
import { PipelineHarness, target } from '../support/pipeline-harness.ts'
import { ScriptedProvider, start, text, untilAborted } from '../support/scripted-provider.ts'

it.each([
  ['a timeout of its own', { timeout: { seconds: 50n } }],
  ['none', {}],
])('a reader that leaves with the first message ends a call with %s, before its door has noticed', async (_of, own) => {
  const provider = new ScriptedProvider(async function* ({ signal }) {
    yield [start, text('Well')]
    await untilAborted(signal)
  })
  const harness = new PipelineHarness([provider])
  onTestFinished(() => harness.close())
  const { clock, controller } = harness
  const handle = generateChatStream({ clock, defaultOptions: undefined, generate: (call) => harness.run(call) })
  const request = create(GenerateChatRequestSchema, {
    messages: [userMessage('Speak.')],
    options: { model: 'm', ...own },
  })
  const messages = handle(request, {
    principal: operator('local', 'local'),
    signal: controller.signal,
    deadline: clock.now() + 60_000,
    header: () => undefined,
    requestId: 'request',
    progress: newProgress(),
  })
  for await (const [first] of messages) {
    expect(first?.event.case).toBe('started')
    break
  }
  await settled()
  expect(provider.calls[0]?.signal.aborted).toBe(true)
  expect(harness.health.of(target('p0')).inFlight).toBe(0)
  expect(harness.ledger.rows.map(({ outcome }) => outcome)).toEqual(['cancelled'])
  expect(clock.pendingTimers).toBe(0)
})
