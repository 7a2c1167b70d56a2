import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { Secret } from '../../../src/core/secret.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { targetedCall, userMessage } from '../../support/call.ts'
import { openAIProvider } from '../../support/openai-provider.ts'
import { playChat, playResponses } from '../../support/openai-wire.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

let upstream: Upstream
const providers: Provider[] = []

const answer = { texts: ['Hel', 'lo'], model: 'model-1-2026', inputTokens: 7, outputTokens: 2 }

beforeEach(async () => {
  upstream = await startUpstream((exchange) =>
    exchange.path.endsWith('/responses') ? playResponses(exchange, answer) : playChat(exchange, answer),
  )
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

async function connect(choices: Parameters<typeof openAIProvider>[1] = {}): Promise<Provider> {
  const provider = await openAIProvider(upstream.url, choices)
  providers.push(provider)
  return provider
}

describe.each(['chat', 'responses'] as const)('the interface %s', (api) => {
  it('gives the same answer whole and streamed', async () => {
    const provider = await connect({ api: () => api })
    const whole = await readAnswer(provider.open(targetedCall()))
    const streamed = await readAnswer(provider.open(targetedCall({ streaming: true })))
    expect(whole).toMatchObject({
      text: 'Hello',
      error: undefined,
      ending: { finishReason: FinishReason.STOP, model: 'model-1-2026', usage: { inputTokens: 7n, outputTokens: 2n } },
    })
    expect(streamed.parts).toEqual(whole.parts)
    expect(streamed.ending).toEqual(whole.ending)
    expect(upstream.requests.map(({ json }) => json.stream)).toEqual([false, true])
  })

  it('begins to give a stream before its end', async () => {
    const first = Promise.withResolvers<void>()
    upstream.play(async (exchange) => {
      const { playChatStream, playResponsesStream } = await import('../../support/openai-wire.ts')
      const play = api === 'chat' ? playChatStream : playResponsesStream
      await play(exchange, answer, (index) => (index === 0 ? undefined : first.promise))
    })
    const provider = await connect({ api: () => api })
    const events = provider.open(targetedCall({ streaming: true }))[Symbol.asyncIterator]()
    const { value } = await events.next()
    expect(value.at(-1)).toMatchObject({ case: 'partDelta', value: { delta: { value: 'Hel' } } })
    first.resolve()
    expect((await events.next()).value[0]).toMatchObject({ value: { delta: { value: 'lo' } } })
    await events.return?.()
  })
})

describe('createOpenAIProvider', () => {
  it('speaks to each model by its interface', async () => {
    const provider = await connect({ api: ({ model }) => (model === 'old' ? 'chat' : 'responses') })
    await readAnswer(provider.open(targetedCall({ model: 'old' })))
    await readAnswer(provider.open(targetedCall({ model: 'new' })))
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/responses'])
  })

  it('sends the key and the configured headers, and nothing about the machine', async () => {
    const provider = await connect({ headers: { 'x-team': 'blue' } })
    await readAnswer(provider.open(targetedCall()))
    const { headers } = await upstream.request(0)
    expect(headers).toMatchObject({
      authorization: 'Bearer test-key-1234567890',
      'x-team': 'blue',
      'content-type': 'application/json',
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([])
  })

  it('sends no authorization without a key', async () => {
    const provider = await connect({ apiKey: undefined })
    await readAnswer(provider.open(targetedCall()))
    expect((await upstream.request(0)).headers).not.toHaveProperty('authorization')
  })

  it('sends an authorization of the configuration without a key', async () => {
    const provider = await connect({ apiKey: undefined, headers: { authorization: 'Basic eHg=' } })
    await readAnswer(provider.open(targetedCall()))
    expect((await upstream.request(0)).headers.authorization).toBe('Basic eHg=')
  })

  it('refuses a key that no header can carry, without repeating it', async () => {
    await expect(connect({ apiKey: new Secret('secret\nkey') })).rejects.toThrow(
      /^(?!.*secret)The key or token of the provider "played"/s,
    )
  })

  it('takes nothing from the environment', async () => {
    for (const [name, value] of Object.entries({
      OPENAI_API_KEY: 'leaked',
      OPENAI_ADMIN_KEY: 'leaked',
      OPENAI_BASE_URL: 'http://127.0.0.1:1/leaked',
      OPENAI_ORG_ID: 'leaked',
      OPENAI_PROJECT_ID: 'leaked',
      OPENAI_LOG: 'debug',
      OPENAI_CUSTOM_HEADERS: 'x-leaked: leaked',
    })) {
      vi.stubEnv(name, value)
    }
    const provider = await connect()
    await readAnswer(provider.open(targetedCall()))
    expect(JSON.stringify((await upstream.request(0)).headers)).not.toContain('leaked')
  })

  it('says once what it did not send', async () => {
    const provider = await connect({ api: () => 'responses' })
    const call = targetedCall({ request: { messages: [userMessage('hello')], options: { seed: 1n } } })
    await readAnswer(provider.open(call))
    await readAnswer(provider.open(call))
    expect(call.journal.warnings).toEqual([expect.stringContaining('options.seed was not sent: ')])
  })

  it('opens no connection for a request that cannot be made', async () => {
    const provider = await connect({ api: () => 'responses' })
    const part = { content: { case: 'audio', value: { data: Uint8Array.of(1), mediaType: 'audio/wav' } } } as const
    const { error } = await readAnswer(
      provider.open(targetedCall({ request: { messages: [{ role: 2, parts: [part] }] } })),
    )
    expect(error).toMatchObject({
      reasonName: 'NOT_SUPPORTED_BY_PROVIDER',
      metadata: { provider: 'played', field: 'messages[0].parts[0].audio' },
    })
    expect(upstream.acceptedSockets).toBe(0)
  })

  it('makes no more connections than it may', async () => {
    const provider = await connect({ limits: { maxConnections: 2 } })
    const answers = await Promise.all(Array.from({ length: 12 }, () => readAnswer(provider.open(targetedCall()))))
    expect(answers.map(({ text }) => text)).toEqual(Array(12).fill('Hello'))
    expect(upstream.acceptedSockets).toBeLessThanOrEqual(2)
  })

  it('is refused a secure connection by a server that has none, and never falls back to an open one', async () => {
    const provider = await connect({ baseUrl: upstream.url.replace('http:', 'https:') })
    const { error } = await readAnswer(provider.open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_PRECONDITION', policy: { retry: 'never' } })
    expect(upstream.requests).toEqual([])
  })

  it('cuts what is under way when it is closed', async () => {
    upstream.play(() => {})
    const provider = await connect()
    const open = readAnswer(provider.open(targetedCall()))
    const { closed } = await upstream.request(0)
    await provider.close()
    expect((await open).error).toBeDefined()
    await closed
  })
})
