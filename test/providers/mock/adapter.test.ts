import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { createMockProvider } from '../../../src/providers/mock/adapter.ts'
import { scriptedModels } from '../../../src/providers/mock/names.ts'
import { PipelineHarness, target } from '../../support/pipeline-harness.ts'

async function events(
  model: string,
  streaming: boolean,
  change: MessageInitShape<typeof GenerateChatRequestSchema> = {},
) {
  const harness = new PipelineHarness([])
  const call = harness.call(streaming)
  const provider = createMockProvider({ name: 'mock', clock: harness.clock })
  const request = create(GenerateChatRequestSchema, { messages: call.request.messages, ...change })
  const batches: unknown[] = []
  const running = (async () => {
    for await (const batch of provider.open({ ...call, request, target: target('mock', model) })) batches.push(...batch)
  })()
  await Promise.all([running, harness.clock.advance(60_000)])
  return batches as { case: string; value: { delta: { value: string }; finishReason: number } }[]
}

describe('the mock', () => {
  it('says the same streamed, piece by piece, as at once', async () => {
    const [streamed, unary] = [await events('mock-fast', true), await events('mock-fast', false)]
    expect(streamed.filter((event) => event.case === 'partDelta').length).toBeGreaterThan(5)
    expect(streamed).toEqual(unary)
    expect(streamed.at(-1)?.case).toBe('ended')
  })

  it('calls a tool when it must', async () => {
    const toolChoice = { mode: ToolChoice_Mode.REQUIRED }
    const tools = [{ name: 'look_up' }]
    const called = await events('mock-fast', true, { tools, toolChoice })
    expect(JSON.stringify(called[0])).toContain('look_up')
    const messages = [
      { role: Role.TOOL, parts: [{ content: { case: 'toolResult' as const, value: { output: '42' } } }] },
    ]
    const answered = await events('mock-fast', true, { tools, toolChoice, messages })
    expect(answered.some((event) => event.value.delta?.value.includes('42'))).toBe(true)
  })

  it('answers JSON when it must', async () => {
    const responseFormat = { format: { case: 'jsonObject' as const, value: {} } }
    const said = await events('mock-fast', false, { responseFormat })
    const text = said.filter((event) => event.case === 'partDelta').map((event) => event.value.delta.value)
    expect(JSON.parse(text.join(''))).toHaveProperty('answer')
  })

  it('has a model that fails for every reason there is', async () => {
    const failing = scriptedModels.filter((name) => name.startsWith('mock-error-'))
    const reasons = Object.values(ErrorReason).filter((reason) => typeof reason === 'number')
    expect(failing).toHaveLength(reasons.length - 1)
    await expect(events('mock-error-upstream-quota', false)).rejects.toMatchObject({
      reason: ErrorReason.UPSTREAM_QUOTA,
    })
  })

  it('has a model that breaks off without an end', async () => {
    const broken = await events('mock-truncated', true)
    expect(broken.some((event) => event.case === 'partDelta')).toBe(true)
    expect(broken.some((event) => event.case === 'ended')).toBe(false)
  })
})
