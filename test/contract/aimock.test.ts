import { type Fixture, LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { type Configuration, type RunningApp, startTestApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { readAll } from '../support/streams.ts'

/** The service in front of a mock of the vendors that was not written here. What the mock is known to get wrong is not asked. */
interface MockedVendor {
  readonly name: string
  /** The provider's configuration, but for its name and model. */
  provider(url: string): Configuration
  /** Whether the mock ends an answer that calls tools as the vendor does. */
  readonly endsTools?: false
}

const vendors: readonly MockedVendor[] = [
  { name: 'openai-responses', provider: (url) => ({ adapter: 'openai', base_url: `${url}/v1` }) },
  {
    name: 'openai-chat',
    provider: (url) => ({ adapter: 'openai', base_url: `${url}/v1`, api: 'chat' }),
  },
  { name: 'azure-responses', provider: (url) => ({ adapter: 'azure', base_url: url }) },
  { name: 'azure-chat', provider: (url) => ({ adapter: 'azure', base_url: url, api: 'chat' }) },
  {
    name: 'azure-dated',
    provider: (url) => ({ adapter: 'azure', base_url: url, azure: { api_version: '2024-10-21' } }),
  },
  { name: 'anthropic', provider: (url) => ({ adapter: 'anthropic', base_url: url }) },
  { name: 'gemini', provider: (url) => ({ adapter: 'gemini', base_url: url }), endsTools: false },
  { name: 'openrouter', provider: (url) => ({ adapter: 'openrouter', base_url: `${url}/api/v1` }) },
  { name: 'ollama', provider: (url) => ({ adapter: 'ollama', base_url: `${url}/v1` }) },
]

const TEXT = 'The answer comes in pieces, so that a stream has something to bring.'
const usage = { input_tokens: 11, output_tokens: 7, prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }
const toolCalls = [
  { id: 'call00001', name: 'weather', arguments: '{"place":"Paris"}' },
  { id: 'call00002', name: 'weather', arguments: '{"place":"Oslo"}' },
]

const fixtures: readonly Fixture[] = [
  { match: { userMessage: 'say it' }, response: { content: TEXT, usage } },
  { match: { userMessage: 'think' }, response: { content: TEXT, reasoning: 'First I think.' } },
  { match: { userMessage: 'use tools', hasToolResult: true }, response: { content: 'Sunny in both.' } },
  { match: { userMessage: 'use tools' }, response: { toolCalls } },
  {
    match: { userMessage: 'be limited' },
    response: { error: { message: 'Slow down.', type: 'rate_limit_error' }, status: 429, retryAfter: 7 },
  },
  {
    match: { userMessage: 'be overloaded' },
    response: { error: { message: 'Busy.', type: 'overloaded_error' }, status: 529 },
  },
  {
    match: { userMessage: 'break off' },
    response: { content: TEXT },
    chunkSize: 5,
    latency: 5,
    truncateAfterChunks: 8,
  },
]

const tools = [{ name: 'weather', description: 'Tells the weather.', parametersSchema: '{"type":"object"}' }]

let mock: LLMock
let app: RunningApp

beforeAll(async () => {
  mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 8 })
  mock.addFixtures([...fixtures])
  await mock.start()
  const providers = vendors.map(({ name, provider }) => ({
    name,
    api_key_env: 'MOCK_KEY',
    models: [{ name: `${name}-model`, upstream_name: 'gpt-5-mini', price: { input: '1', output: '2' } }],
    ...provider(mock.url),
  }))
  const environment = { MOCK_KEY: 'mock-key-1234567890' }
  const circuit = { failure_threshold: 1000 }
  app = await startTestApp({ providers, retry: { max_retries: 0 }, circuit }, { environment })
})

afterAll(async () => {
  await app?.stop()
  await mock.stop()
})

describe.each(vendors)('$name, as an independent mock plays it', ({ name, endsTools = true }) => {
  const options = { model: `${name}-model` }
  const whole = (prompt: string) => llmOf(app).generateText({ prompt, options })
  const stream = (prompt: string) => readAll(llmOf(app).generateTextStream({ prompt, options }))

  it('answers whole', async () => {
    const { text, info } = await whole('say it')
    expect(text).toBe(TEXT)
    expect(info).toMatchObject({ provider: name, finishReason: FinishReason.STOP, warnings: [] })
    expect(info?.usage).toMatchObject({ inputTokens: 11n, outputTokens: 7n, estimated: false })
  })

  it('answers in a stream', async () => {
    const messages = await stream('say it')
    const pieces = messages.flatMap(({ event }) => (event.case === 'textDelta' ? [event.value] : []))
    expect(pieces.join('')).toBe(TEXT)
    const last = messages.at(-1)?.event
    expect(last?.case === 'finished' && last.value.info).toMatchObject({
      provider: name,
      finishReason: FinishReason.STOP,
      usage: { inputTokens: 11n, outputTokens: 7n, estimated: false },
    })
  })

  it('shows its reasoning', async () => {
    const { message } = await llmOf(app).generateChat({ messages: [userMessage('think')], options })
    const said = message?.parts.map(({ content }) =>
      content.case === 'reasoning' ? content.value.text : content.value,
    )
    expect(said).toEqual(['First I think.', TEXT])
  })

  it('calls tools and takes their results', async () => {
    const llm = llmOf(app)
    const first = [userMessage('use tools')]
    const { message, info } = await llm.generateChat({ messages: first, tools, options })
    if (endsTools) expect(info?.finishReason).toBe(FinishReason.TOOL_CALLS)
    const calls = message?.parts.flatMap(({ content }) => (content.case === 'toolCall' ? [content.value] : [])) ?? []
    expect(calls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual(
      toolCalls.map((call) => [call.name, JSON.parse(call.arguments)]),
    )
    const results = calls.map(({ id }) => ({
      content: { case: 'toolResult' as const, value: { toolCallId: id, output: 'sunny' } },
    }))
    const messages = [...first, message as NonNullable<typeof message>, { role: 4, parts: results }]
    const next = await llm.generateChat({ messages, tools, options })
    const texts = next.message?.parts.flatMap(({ content }) => (content.case === 'text' ? [content.value] : []))
    expect(texts).toEqual(['Sunny in both.'])
  })

  it('streams the same tool calls', async () => {
    const request = { messages: [userMessage('use tools')], tools, options }
    const messages = await readAll(llmOf(app).generateChatStream(request))
    const names = messages.flatMap(({ event }) => {
      const content = event.case === 'partStarted' ? event.value.part?.content : undefined
      return content?.case === 'toolCall' ? [content.value.name] : []
    })
    expect(names).toEqual(['weather', 'weather'])
    const last = messages.at(-1)?.event
    expect(last?.case).toBe('finished')
    if (endsTools) expect(last).toMatchObject({ value: { info: { finishReason: FinishReason.TOOL_CALLS } } })
  })

  it.each([whole, stream])('tells of a limit and how long it lasts', async (ask) => {
    expect(await errorOf(ask('be limited'))).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['UPSTREAM_RATE_LIMITED'],
      // The mock also says that the limit is full again in 6 minutes, which is longer than needed.
      retryMs: 7000,
      metadata: { http_status: '429', provider: name },
    })
  })

  it.each([whole, stream])('tells of an overload', async (ask) => {
    expect(await errorOf(ask('be overloaded'))).toMatchObject({
      code: 'Unavailable',
      reasons: ['UPSTREAM_UNAVAILABLE'],
      metadata: { http_status: '529', provider: name },
    })
  })

  it('fails when the stream breaks off', async () => {
    expect(await errorOf(stream('break off'))).toMatchObject({
      code: 'Unavailable',
      reasons: ['STREAM_TRUNCATED'],
      metadata: { partial: 'true' },
    })
  })
})
