import { describe, expect, it, vi } from 'vitest'
import { type Message, Role, type ToolCall, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { streamed } from '../e2e/answers.ts'
import { userMessage } from '../support/call.ts'
import { llmOf } from '../support/clients.ts'
import { readAll, sequencesOf } from '../support/streams.ts'
import { isInstalled, type LlamaServer } from './llama-server.ts'
import { asking, openPlayground, sharedPlayground } from './playground.ts'

const PAINT = {
  name: 'paint',
  description: 'Paints.',
  parametersSchema: JSON.stringify({
    type: 'object',
    properties: { colour: { enum: ['red', 'blue'] } },
    required: ['colour'],
    additionalProperties: false,
  }),
}

/** The model's tokens `<tool_call>` and `<|im_end|>`: without a push it would never think of either. */
const ONE_TOOL_CALL = { llama: { logit_bias: { '4': 50, '2': 100 } } }

/** Only one answer is allowed, and it has letters of more than one byte, which are tokens of their own here. */
const GREETING = { format: { case: 'jsonSchema' as const, value: { name: 'word', schema: '{"const":"größer 🦙"}' } } }

async function countersOf(server: LlamaServer) {
  const names = ['prompt_tokens_total', 'prompt_tokens_cached_total', 'tokens_predicted_total']
  const [read = 0, cached = 0, written = 0] = await Promise.all(names.map((name) => server.counter(name)))
  return { input: BigInt(read + cached), cached: BigInt(cached), output: BigInt(written) }
}

function textOf(message: Message | undefined): string {
  return message?.parts.map(({ content }) => (content.case === 'text' ? content.value : '')).join('') ?? ''
}

function toolCallsOf(message: Message | undefined): ToolCall[] {
  return message?.parts.flatMap(({ content }) => (content.case === 'toolCall' ? [content.value] : [])) ?? []
}

describe.runIf(isInstalled)('a real inference server answers', () => {
  const playground = sharedPlayground()
  const llm = () => llmOf(playground().app)
  const chat = (way: string, request: Parameters<typeof streamed>[1]) =>
    way === 'unary' ? llm().generateChat(request) : streamed(llm(), request)

  it('with as many tokens as it was allowed', async () => {
    const { text, info } = await llm().generateText(asking(12n))
    expect(text).not.toBe('')
    expect(info).toMatchObject({ finishReason: FinishReason.LENGTH, rawFinishReason: 'length', model: 'tiny' })
    expect(info?.usage).toMatchObject({ outputTokens: 12n, estimated: false })
  })

  it('until its context window is full, when no length was asked for', async () => {
    const { app } = await openPlayground(512)
    const { info } = await llmOf(app).generateText(asking())
    expect(info?.finishReason).toBe(FinishReason.LENGTH)
    const { inputTokens = 0n, outputTokens = 0n } = info?.usage ?? {}
    expect(inputTokens + outputTokens).toBe(512n)
  })

  it('in a stream of several deltas, with usage in the end', async () => {
    const messages = await readAll(llm().generateTextStream(asking(1000n)))
    const cases = messages.map(({ event }) => event.case)
    expect(cases[0]).toBe('started')
    expect(new Set(cases.slice(1, -1))).toEqual(new Set(['textDelta']))
    expect(cases.length).toBeGreaterThan(3)
    expect(sequencesOf(messages)).toEqual(messages.map((_, index) => BigInt(index + 1)))
    const last = messages.at(-1)?.event
    if (last?.case !== 'finished') throw new Error('The stream ended without `finished`.')
    expect(last.value.info?.finishReason).toBe(FinishReason.LENGTH)
    expect(last.value.info?.usage).toMatchObject({ outputTokens: 1000n, estimated: false })
  })

  it.each(['unary', 'streamed'])('and counts the tokens that the ledger says, %s', async (way) => {
    const { server, app } = playground()
    const request = { messages: [userMessage('Count me.')], options: asking(9n).options }
    await chat(way, request)
    const before = await countersOf(server)
    const { info } = await chat(way, request)
    const after = await countersOf(server)
    const counted = { inputTokens: after.input - before.input, outputTokens: after.output - before.output }
    expect(info?.usage).toMatchObject({ ...counted, cacheReadInputTokens: after.cached - before.cached })
    // The conversation is known from the first time.
    expect(info?.usage?.cacheReadInputTokens).toBeGreaterThan(0n)
    const { inputTokens, outputTokens } = counted
    const row = { input_tokens: Number(inputTokens), output_tokens: Number(outputTokens), usage_estimated: 0 }
    const written = () => app.rows().find(({ call_id }) => call_id === info?.responseId)
    await vi.waitFor(() => expect(written()).toMatchObject({ outcome: 'succeeded', ...row }), { timeout: 10_000 })
  })

  it.each(['unary', 'streamed'])('in the form of a schema, in letters of several bytes, %s', async (way) => {
    const { options } = asking(200n)
    const request = { messages: [userMessage('Greet.')], options, responseFormat: GREETING }
    const { message, info } = await chat(way, request)
    expect(JSON.parse(textOf(message))).toBe('größer 🦙')
    expect(info?.finishReason).toBe(FinishReason.STOP)
  })

  it.each(['unary', 'streamed'])('up to a stop sequence, %s', async (way) => {
    const options = { ...asking(200n).options, stop: ['ößer'] }
    const request = { messages: [userMessage('Greet.')], options, responseFormat: GREETING }
    const { message, info } = await chat(way, request)
    expect(textOf(message).trim()).toBe('"gr')
    expect(info?.finishReason).toBe(FinishReason.STOP)
  })

  it.each(['unary', 'streamed'])('by calling a tool, and takes its result, %s', async (way) => {
    const { options } = asking(300n)
    const question = userMessage('Paint something.')
    const toolChoice = { mode: ToolChoice_Mode.REQUIRED, parallel: false }
    const request = { messages: [question], tools: [PAINT], toolChoice }
    const first = await chat(way, { ...request, options: { ...options, providerOptions: ONE_TOOL_CALL } })
    expect(first.info?.finishReason).toBe(FinishReason.TOOL_CALLS)
    const [call, ...more] = toolCallsOf(first.message)
    if (!call || !first.message) throw new Error('No tool was called.')
    expect(more).toEqual([])
    expect(call.name).toBe('paint')
    expect(['red', 'blue']).toContain(JSON.parse(call.arguments).colour)

    const result = { case: 'toolResult' as const, value: { toolCallId: call.id, output: 'Painted.' } }
    const messages = [question, first.message, { role: Role.TOOL, parts: [{ content: result }] }]
    const second = await chat(way, { messages, tools: [PAINT], options: asking(5n).options })
    expect(second.info?.usage?.outputTokens).toBe(5n)
    expect(second.info?.usage?.inputTokens).toBeGreaterThan(first.info?.usage?.inputTokens ?? 0n)
  })

  it('every one of more callers than it has slots', async () => {
    const lengths = [50n, 60n, 70n, 80n, 90n, 100n]
    const answers = await Promise.all(
      lengths.map((length) => streamed(llm(), { messages: [userMessage('Go.')], options: asking(length).options })),
    )
    expect(answers.map(({ info }) => info?.usage?.outputTokens)).toEqual(lengths)
  })

  it('with vectors', async () => {
    const { embeddings, info } = await llm().embed({ model: 'llama-tiny', inputs: ['red', 'blue', 'red'] })
    const [red = [], blue, again = []] = embeddings.map(({ values }) => values)
    expect(red).toHaveLength(64)
    expect(blue).toHaveLength(64)
    for (const [index, value] of red.entries()) expect(again[index]).toBeCloseTo(value, 4)
    expect(blue).not.toEqual(red)
    expect(info?.usage?.inputTokens).toBeGreaterThan(0n)
  })
})
