import { describe, expect, it, onTestFinished } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { type Configuration, openApp, playedProvider } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { llmOf } from '../support/clients.ts'
import { playChat, playResponses } from '../support/openai-wire.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'
import { chatToolCalls, REASONING_ITEM, responsesWith, streamed } from './answers.ts'

/** The service with an upstream that is spoken to by one of OpenAI's interfaces. */
async function open(api: 'chat' | 'responses', play: UpstreamHandler, change: Configuration = {}) {
  const upstream = await startUpstream(play)
  onTestFinished(() => upstream.close())
  const { llm, ...app } = await service(playedProvider(upstream.url, { api }), change)
  return { ...app, llm, upstream, body: (index = 0) => upstream.requests[index]?.json }
}

async function service(provider: Configuration, change: Configuration) {
  const app = await openApp({ providers: [provider], ...change })
  return { ...app, llm: llmOf(app) }
}

const chat: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['Hi'] })
const responses: UpstreamHandler = (exchange) => playResponses(exchange, { texts: ['Hi'] })

const WEATHER = { name: 'weather', description: 'Tells the weather.', parametersSchema: '{"type":"object"}' }
const weatherCall = (id: string, place: string) => ({ id, name: 'weather', arguments: `{"place":"${place}"}` })

const toolResult = (toolCallId: string, output: string) => ({
  content: { case: 'toolResult' as const, value: { toolCallId, output } },
})

describe('nothing is sent that nobody set', () => {
  it('in Chat Completions', async () => {
    const { llm, body } = await open('chat', chat)
    await llm.generateText({ prompt: 'Hello' })
    expect(body()).toEqual({
      model: 'played-model',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: false,
    })
  })

  it('in Responses', async () => {
    const { llm, body } = await open('responses', responses)
    await llm.generateText({ prompt: 'Hello' })
    expect(body()).toEqual({
      model: 'played-model',
      input: [{ role: 'user', content: 'Hello' }],
      stream: false,
      store: false,
    })
  })
})

describe('options', () => {
  it('all go to Chat Completions', async () => {
    const { llm, body } = await open('chat', chat)
    await llm.generateText({
      prompt: 'Hello',
      system: 'Be brief.',
      options: {
        maxOutputTokens: 9n,
        temperature: 0,
        topP: 0.5,
        frequencyPenalty: -1,
        presencePenalty: 1,
        stop: ['END'],
        seed: 7n,
        reasoningEffort: ReasoningEffort.LOW,
        labels: { team: 'search' },
      },
    })
    expect(body()).toEqual({
      model: 'played-model',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
      stream: false,
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      frequency_penalty: -1,
      presence_penalty: 1,
      stop: ['END'],
      seed: 7,
      reasoning_effort: 'low',
    })
  })

  it('that Responses does not have are told in warnings', async () => {
    const { llm, body } = await open('responses', responses)
    const { info } = await llm.generateText({ prompt: 'x', options: { stop: ['END'], seed: 7n, maxOutputTokens: 9n } })
    expect(info?.warnings).toEqual([
      'options.stop was not sent: OpenAI’s Responses interface does not have it.',
      'options.seed was not sent: OpenAI’s Responses interface does not have it.',
    ])
    expect(body()).toMatchObject({ max_output_tokens: 9 })
    expect(Object.keys(body())).not.toEqual(expect.arrayContaining(['stop']))
    expect(Object.keys(body())).not.toEqual(expect.arrayContaining(['seed']))
  })

  it('come from the configuration where the caller sets none', async () => {
    const change = { default_options: { max_output_tokens: 64, temperature: 0.25, stop: ['A'] } }
    const { llm, body } = await open('chat', chat, change)
    await llm.generateText({ prompt: 'x' })
    await llm.generateText({ prompt: 'x', options: { temperature: 1, stop: ['B'] } })
    expect(body(0)).toMatchObject({ max_tokens: 64, temperature: 0.25, stop: ['A'] })
    expect(body(1)).toMatchObject({ max_tokens: 64, temperature: 1, stop: ['B'] })
  })

  it('of the provider’s own are added for that provider only', async () => {
    const { llm, body } = await open('chat', chat)
    const providerOptions = { played: { service_tier: 'flex', nested: { deep: [1] } }, other: { never: true } }
    await llm.generateText({ prompt: 'x', options: { providerOptions } })
    expect(body()).toEqual({
      model: 'played-model',
      messages: [{ role: 'user', content: 'x' }],
      stream: false,
      service_tier: 'flex',
      nested: { deep: [1] },
    })
  })
})

describe('tools', () => {
  it.each(['unary', 'streamed'])('are called, answered and the answer goes back, %s', async (way) => {
    const calls = [weatherCall('call_1', 'Rome'), weatherCall('call_2', 'Oslo')]
    const { llm, upstream, body } = await open('chat', (exchange) => chatToolCalls(exchange, calls))
    const toolChoice = { mode: ToolChoice_Mode.REQUIRED, parallel: true }
    const request = { messages: [userMessage('Weather?')], tools: [WEATHER], toolChoice }
    const { message, info } = way === 'unary' ? await llm.generateChat(request) : await streamed(llm, request)
    expect(info?.finishReason).toBe(FinishReason.TOOL_CALLS)
    expect(message?.parts.map(({ content }) => content)).toMatchObject(
      calls.map((value) => ({ case: 'toolCall', value })),
    )

    upstream.play(chat)
    const results = { role: Role.TOOL, parts: [toolResult('call_1', '21'), toolResult('call_2', '3')] }
    if (!message) throw new Error('No message came.')
    await llm.generateChat({ messages: [userMessage('Weather?'), message, results], tools: [WEATHER] })
    const fn = { name: 'weather', description: 'Tells the weather.', parameters: { type: 'object' } }
    expect(body(0)).toMatchObject({ tools: [{ type: 'function', function: fn }], tool_choice: 'required' })
    expect(body(0).parallel_tool_calls).toBe(true)
    const wireCalls = calls.map(({ id, ...named }) => ({ id, type: 'function', function: named }))
    expect(body(1).messages).toEqual([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: null, tool_calls: wireCalls },
      { role: 'tool', tool_call_id: 'call_1', content: '21' },
      { role: 'tool', tool_call_id: 'call_2', content: '3' },
    ])
  })

  it.each([
    ['auto', { mode: ToolChoice_Mode.AUTO }, 'auto', 'auto'],
    ['none', { mode: ToolChoice_Mode.NONE }, 'none', 'none'],
    [
      'a named one',
      { mode: ToolChoice_Mode.NAMED, name: 'weather' },
      { type: 'function', function: { name: 'weather' } },
      { type: 'function', name: 'weather' },
    ],
  ])('are chosen as the caller says: %s', async (_, toolChoice, inChat, inResponses) => {
    const request = { messages: [userMessage('x')], tools: [WEATHER], toolChoice }
    const first = await open('chat', chat)
    await first.llm.generateChat(request)
    expect(first.body().tool_choice).toEqual(inChat)
    const second = await open('responses', responses)
    await second.llm.generateChat(request)
    expect(second.body().tool_choice).toEqual(inResponses)
  })
})

describe('a JSON schema', () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } } }
  const jsonSchema = { name: 'shape', schema: JSON.stringify(schema) }
  const request = {
    messages: [userMessage('x')],
    responseFormat: { format: { case: 'jsonSchema' as const, value: jsonSchema } },
  }

  it('goes to Chat Completions', async () => {
    const { llm, body } = await open('chat', chat)
    await llm.generateChat(request)
    const sent = { type: 'json_schema', json_schema: { name: 'shape', schema, strict: true } }
    expect(body().response_format).toEqual(sent)
  })

  it('goes to Responses', async () => {
    const { llm, body } = await open('responses', responses)
    await llm.generateChat(request)
    expect(body().text).toEqual({ format: { type: 'json_schema', name: 'shape', schema, strict: true } })
  })
})

describe('pictures', () => {
  const data = { case: 'data' as const, value: new Uint8Array([1, 2, 3]) }
  const url = { case: 'url' as const, value: 'https://example.com/a.png' }
  const image = (value: object) => ({ content: { case: 'image' as const, value } })
  const parts = [image({ source: data, mediaType: 'image/png', detail: 'low' }), image({ source: url })]
  const request = { messages: [{ role: Role.USER, parts }] } as unknown as GenerateChatRequest

  it('go to Chat Completions inline and by address', async () => {
    const { llm, body } = await open('chat', chat)
    await llm.generateChat(request)
    expect(body().messages[0].content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID', detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
    ])
  })

  it('go to Responses inline and by address', async () => {
    const { llm, body } = await open('responses', responses)
    await llm.generateChat(request)
    expect(body().input[0].content).toMatchObject([
      { type: 'input_image', image_url: 'data:image/png;base64,AQID', detail: 'low' },
      { type: 'input_image', image_url: 'https://example.com/a.png' },
    ])
  })
})

describe('reasoning', () => {
  it.each(['unary', 'streamed'])('goes back to its provider unchanged, %s', async (way) => {
    const { llm, upstream, body } = await open('responses', (exchange) => responsesWith(exchange, [REASONING_ITEM]))
    const options = { reasoningEffort: ReasoningEffort.HIGH }
    const request = { messages: [userMessage('Think.')], options }
    const { message, info } = way === 'unary' ? await llm.generateChat(request) : await streamed(llm, request)
    expect(info?.usage?.reasoningOutputTokens).toBe(11n)
    const [part] = message?.parts ?? []
    expect(part).toMatchObject({
      content: { case: 'reasoning', value: { text: 'I think.' } },
      providerState: { provider: 'played' },
    })
    expect(body(0)).toMatchObject({ reasoning: { effort: 'high' }, include: ['reasoning.encrypted_content'] })

    upstream.play(responses)
    if (!message) throw new Error('No message came.')
    await llm.generateChat({ messages: [userMessage('Think.'), message, userMessage('On.')] })
    expect(body(1).input[1]).toEqual(REASONING_ITEM)
  })
})
