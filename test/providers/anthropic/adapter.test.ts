import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { Secret } from '../../../src/core/secret.ts'
import { createAnthropicProvider } from '../../../src/providers/anthropic/adapter.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { ACCOUNT_KEY, type AccountChoices, accountAt } from '../../support/account.ts'
import { modelListPage, playMessageStream, playMessages } from '../../support/anthropic-wire.ts'
import { targetedCall, userMessage } from '../../support/call.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

let upstream: Upstream
const providers: Provider[] = []

const answer = { texts: ['Hel', 'lo'], model: 'claude-1-2026', inputTokens: 7, outputTokens: 2 }
const OLD = { options: { anthropic: { version: '2023-06-01' } } }

beforeEach(async () => {
  upstream = await startUpstream((exchange) => playMessages(exchange, answer))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

async function connect(choices: AccountChoices = {}): Promise<Provider> {
  const provider = await createAnthropicProvider(accountAt(upstream.url, choices))
  providers.push(provider)
  return provider
}

/** The headers of a request, without those of the connection. */
async function sentHeaders(choices: AccountChoices = {}) {
  const provider = await connect(choices)
  await readAnswer(provider.open(targetedCall()))
  const {
    host,
    connection,
    'content-length': length,
    'user-agent': agent,
    ...headers
  } = upstream.requests.at(-1)?.headers ?? {}
  return headers
}

describe('the Messages API', () => {
  it('gives the same answer whole and streamed', async () => {
    const provider = await connect()
    const whole = await readAnswer(provider.open(targetedCall()))
    const streamed = await readAnswer(provider.open(targetedCall({ streaming: true })))
    expect(whole).toMatchObject({
      text: 'Hello',
      error: undefined,
      ending: { finishReason: FinishReason.STOP, model: 'claude-1-2026', usage: { inputTokens: 7n, outputTokens: 2n } },
    })
    expect(streamed.parts).toEqual(whole.parts)
    expect(streamed.ending).toEqual(whole.ending)
    expect(upstream.requests.map(({ path, json }) => [path, json.stream])).toEqual([
      ['/v1/messages', false],
      ['/v1/messages', true],
    ])
  })

  it('begins to give a stream before its end', async () => {
    const second = Promise.withResolvers<void>()
    upstream.play((exchange) => playMessageStream(exchange, answer, (at) => (at === 1 ? second.promise : undefined)))
    const provider = await connect()
    const said: unknown[] = []
    for await (const events of provider.open(targetedCall({ streaming: true }))) {
      for (const event of events) if (event.case === 'partDelta') said.push(event.value.delta.value)
      if (said.length === 1) second.resolve()
    }
    expect(said).toEqual(['Hel', 'lo'])
  })

  it('says once what it did not send', async () => {
    const provider = await connect()
    const call = targetedCall({ request: { messages: [userMessage('hello')], options: { temperature: 1 } } })
    await readAnswer(provider.open(call))
    await readAnswer(provider.open(call))
    expect(call.journal.warnings).toEqual([expect.stringContaining('options.temperature was not sent: ')])
    expect(upstream.requests[0]?.json).not.toHaveProperty('temperature')
  })

  it('opens no connection for a request that cannot be made', async () => {
    const provider = await connect()
    const responseFormat = { format: { case: 'jsonObject', value: {} } } as const
    const { error } = await readAnswer(
      provider.open(targetedCall({ request: { messages: [userMessage('hello')], responseFormat } })),
    )
    expect(error).toMatchObject({ reasonName: 'NOT_SUPPORTED_BY_PROVIDER' })
    expect(upstream.acceptedSockets).toBe(0)
  })
})

describe('createAnthropicProvider', () => {
  const usual = { accept: 'application/json', 'content-type': 'application/json' }

  it('speaks the newest version, with the key as a bearer, and tells nothing about the machine', async () => {
    expect(await sentHeaders({ headers: { 'x-team': 'blue' } })).toEqual({
      ...usual,
      'anthropic-version': '2026-10-21',
      authorization: `Bearer ${ACCOUNT_KEY}`,
      'x-team': 'blue',
    })
  })

  it('speaks the version that is configured, with the key as it was sent then', async () => {
    expect(await sentHeaders(OLD)).toEqual({ ...usual, 'anthropic-version': '2023-06-01', 'x-api-key': ACCOUNT_KEY })
    const provider = await connect(OLD)
    const request = { messages: [userMessage('hello')], options: { temperature: 1 } }
    await readAnswer(provider.open(targetedCall({ request })))
    expect((await upstream.request(1)).json.temperature).toBe(1)
  })

  it.each([{}, OLD])('sends no key when it has none (%j)', async (choices) => {
    const headers = await sentHeaders({ ...choices, apiKey: undefined })
    expect(Object.keys(headers).toSorted()).toEqual(['accept', 'anthropic-version', 'content-type'])
  })

  it("lets the configuration's headers win", async () => {
    const headers = { Authorization: 'Basic eHg=', 'Anthropic-Beta': 'x-1', 'Anthropic-Version': '2030-01-01' }
    expect(await sentHeaders({ apiKey: undefined, headers })).toEqual({
      ...usual,
      authorization: 'Basic eHg=',
      'anthropic-beta': 'x-1',
      'anthropic-version': '2030-01-01',
    })
  })

  it('keeps the path of the configured address', async () => {
    const provider = await connect({ baseUrl: `${upstream.url}/anthropic` })
    await readAnswer(provider.open(targetedCall()))
    expect((await upstream.request(0)).path).toBe('/anthropic/v1/messages')
  })

  it('refuses a key that no header can carry, without repeating it', async () => {
    await expect(connect({ apiKey: new Secret('secret\nkey') })).rejects.toThrow(
      /^(?!.*secret)The key or token of the provider "played"/s,
    )
  })

  it('takes nothing from the environment', async () => {
    for (const [name, value] of Object.entries({
      ANTHROPIC_API_KEY: 'leaked',
      ANTHROPIC_AUTH_TOKEN: 'leaked',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1/leaked',
      ANTHROPIC_CUSTOM_HEADERS: 'x-leaked: leaked',
      ANTHROPIC_LOG: 'debug',
      ANTHROPIC_PROFILE: 'leaked',
      ANTHROPIC_WEBHOOK_SIGNING_KEY: 'leaked',
    })) {
      vi.stubEnv(name, value)
    }
    expect(JSON.stringify(await sentHeaders())).not.toContain('leaked')
    expect(await sentHeaders({ apiKey: undefined })).not.toHaveProperty('authorization')
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

describe('countTokens', () => {
  it("gives the vendor's own count of what is sent", async () => {
    upstream.play((exchange) => exchange.sendJson(200, { input_tokens: 42 }))
    const provider = await connect()
    expect(await provider.countTokens?.(targetedCall())).toEqual({ inputTokens: 42n, estimated: false })
    const { path, json } = await upstream.request(0)
    expect({ path, json }).toEqual({
      path: '/v1/messages/count_tokens',
      json: { model: 'model-1', messages: [{ role: 'user', content: 'hello' }] },
    })
  })

  it.each([{}, { input_tokens: -1 }, { input_tokens: '42' }])('takes %j for no count', async (body) => {
    upstream.play((exchange) => exchange.sendJson(200, body))
    const provider = await connect()
    await expect(provider.countTokens?.(targetedCall())).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
  })

  it('closes the connection at once when the caller leaves', async () => {
    upstream.play(() => {})
    const provider = await connect()
    const caller = new AbortController()
    const counting = provider.countTokens?.(targetedCall({ signal: caller.signal }))
    const { closed } = await upstream.request(0)
    const reason = new Error('left')
    caller.abort(reason)
    await expect(counting).rejects.toBe(reason)
    await closed
  })
})

describe('listModels', () => {
  const { signal } = new AbortController()

  it('reads page after page, without the models that are retired', async () => {
    const first = modelListPage([{ id: 'a', max_input_tokens: 1000, max_tokens: 100 }, { id: 'b c' }], true)
    const second = modelListPage([
      { id: 'd', max_input_tokens: null, lifecycle: 'deprecated' },
      { id: 'e', lifecycle: 'retired' },
    ])
    upstream.play((exchange) => exchange.sendJson(200, exchange.path.includes('after_id') ? second : first))
    const provider = await connect()
    expect(await provider.listModels?.(signal)).toEqual([
      { name: 'a', contextWindow: 1000n, maxOutputTokens: 100n },
      { name: 'b c', contextWindow: undefined, maxOutputTokens: undefined },
      { name: 'd', contextWindow: undefined, maxOutputTokens: undefined },
    ])
    expect(upstream.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models?limit=1000',
      'GET /v1/models?limit=1000&after_id=b%20c',
    ])
  })

  it('gives up on a list that does not end', async () => {
    upstream.play((exchange) => exchange.sendJson(200, modelListPage([{ id: 'a' }], true)))
    const provider = await connect()
    await expect(provider.listModels?.(signal)).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    expect(upstream.requests).toHaveLength(10)
  })

  it('fails as the vendor says', async () => {
    upstream.play((exchange) => exchange.sendJson(401, {}))
    const provider = await connect()
    await expect(provider.listModels?.(signal)).rejects.toMatchObject({ reasonName: 'UPSTREAM_AUTH' })
  })
})
