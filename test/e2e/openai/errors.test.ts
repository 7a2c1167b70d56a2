import { describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { openApp, playedProvider } from '../../support/app.ts'
import { clientsOf } from '../../support/clients.ts'
import { chatDelta, errorBody, playChat } from '../../support/openai-wire.ts'
import { openUpstream } from '../../support/upstream.ts'
import { apiErrorOf, openaiOf, openPlayed } from './played.ts'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const played = { texts: ['Hello'] }
const OPERATOR = 'o'.repeat(40)

describe('OpenAI’s client throws', () => {
  it.each([
    ['mock-error-upstream-rate-limited', 'RateLimitError', 429, 'rate_limit_exceeded'],
    ['mock-error-upstream-quota', 'RateLimitError', 429, 'insufficient_quota'],
    ['mock-error-upstream-rejected', 'BadRequestError', 400, 'upstream_rejected'],
    ['mock-error-context-length', 'BadRequestError', 400, 'context_length_exceeded'],
    ['mock-error-content-filter', 'BadRequestError', 400, 'content_filter'],
    ['mock-error-upstream-auth', 'BadRequestError', 400, 'upstream_auth'],
    ['mock-error-upstream-unavailable', 'InternalServerError', 503, 'upstream_unavailable'],
    ['mock-error-internal', 'InternalServerError', 500, 'internal_error'],
    ['none-such', 'NotFoundError', 404, 'model_not_found'],
  ])('for %s: %s', async (model, name, status, code) => {
    const client = openaiOf(await openApp({ retry: { max_retries: 0 } }))
    for (const stream of [false, true]) {
      const error = await apiErrorOf(client.chat.completions.create({ model, messages, stream }))
      expect(error).toMatchObject({ name, status, code })
      expect(error.requestID).toBeTruthy()
      expect(error.reason).toMatch(/^[A-Z_]+$/)
    }
  })

  it('BadRequestError with the parameter', async () => {
    const client = openaiOf(await openApp())
    const named = { name: 'BadRequestError', status: 400, type: 'invalid_request_error', reason: 'INVALID_REQUEST' }
    const temperature = client.chat.completions.create({ model: 'mock-fast', messages, temperature: 3 })
    expect(await apiErrorOf(temperature)).toMatchObject({ ...named, param: 'temperature' })
    const many = client.chat.completions.create({ model: 'mock-fast', messages, n: 2 })
    expect(await apiErrorOf(many)).toMatchObject({ ...named, param: 'n', code: 'unsupported_value' })
    const bad = [{ role: 'user' as const, name: 'no spaces', content: 'x' }]
    const misnamed = client.chat.completions.create({ model: 'mock-fast', messages: bad })
    expect(await apiErrorOf(misnamed)).toMatchObject({ ...named, param: 'messages[0].name' })
    const tokens = client.chat.completions.create({ model: 'mock-fast', messages, max_tokens: 0 })
    expect(await apiErrorOf(tokens)).toMatchObject({ ...named, param: 'max_completion_tokens' })
  })

  it('AuthenticationError and PermissionDeniedError by virtual key', async () => {
    const app = await openApp({}, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
    const { admin } = clientsOf(app)
    const headers = { authorization: `Bearer ${OPERATOR}` }
    const make = async (change: object) => {
      const apiKey = { tenant: 'default', role: AccessRole.CALLER, ...change }
      return (await admin.createApiKey({ apiKey }, { headers })).key
    }
    const request = { model: 'mock-fast', messages }
    const ask = (apiKey: string) => openaiOf(app, { apiKey }).chat.completions.create(request)
    expect((await ask(await make({}))).object).toBe('chat.completion')
    expect(await apiErrorOf(ask('sk-anything'))).toMatchObject({
      name: 'AuthenticationError',
      code: 'invalid_api_key',
      reason: 'UNAUTHENTICATED',
    })
    expect(await apiErrorOf(ask(await make({ role: AccessRole.VIEWER })))).toMatchObject({
      name: 'PermissionDeniedError',
      reason: 'PERMISSION_DENIED',
    })
    expect(await apiErrorOf(ask(await make({ allowedModels: ['mock-smart'] })))).toMatchObject({
      name: 'PermissionDeniedError',
      reason: 'MODEL_NOT_ALLOWED',
      param: 'model',
    })
  })

  it('RateLimitError for a budget that is used up, once', async () => {
    const upstream = await openUpstream((exchange) => playChat(exchange, played))
    const budgets = [{ name: 'tiny', amount: '0.00000001', hard: true }]
    const app = await openApp({ providers: [playedProvider(upstream.url)], budgets })
    // Twice as patient as the default: it is told that trying again makes no sense.
    const client = openaiOf(app, { maxRetries: 4 })
    const error = await apiErrorOf(client.chat.completions.create({ model: 'm', messages }))
    expect(error).toMatchObject({ name: 'RateLimitError', type: 'insufficient_quota', reason: 'BUDGET_EXCEEDED' })
    await app.ended(1)
    expect(app.log.filter((line) => JSON.parse(line).msg === 'call')).toHaveLength(1)
  })

  it('InternalServerError, once, for a deadline that passed', async () => {
    const { client, upstream } = await openPlayed((exchange) => exchange.closed, { maxRetries: 4 })
    const call = client.chat.completions.create({ model: 'm', messages }, { headers: { 'connect-timeout-ms': '100' } })
    expect(await apiErrorOf(call)).toMatchObject({ status: 504, reason: 'DEADLINE_EXCEEDED' })
    // None, where the machine was so busy that it passed before the call had begun.
    expect(upstream.requests.length).toBeLessThan(2)
  })

  it('APIError amid a stream, which is never told as done', async () => {
    const { client } = await openPlayed(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hel' }))
      exchange.hangUp()
    })
    const request = { model: 'm', messages, stream: true } as const
    const texts: string[] = []
    const read = async () => {
      for await (const chunk of await client.chat.completions.create(request)) {
        texts.push(chunk.choices[0]?.delta.content ?? '')
      }
    }
    expect(await apiErrorOf(read())).toMatchObject({ code: 'stream_truncated', reason: 'STREAM_TRUNCATED' })
    expect(texts.join('')).toBe('Hel')
    const raw = await client.chat.completions.create(request).asResponse()
    expect(await raw.text()).not.toContain('[DONE]')
  })
})

describe('OpenAI’s client tries again', () => {
  it('after the time that it is told, by Retry-After', async () => {
    let asked = 0
    const { client, upstream } = await openPlayed(
      (exchange) => {
        asked += 1
        if (asked > 1) return playChat(exchange, played)
        return exchange.sendJson(429, errorBody('rate_limit_exceeded', 'requests'), { 'retry-after': '1' })
      },
      { maxRetries: 1 },
    )
    const answer = await client.chat.completions.create({ model: 'm', messages })
    expect(answer.choices[0]?.message.content).toBe('Hello')
    expect(upstream.requests).toHaveLength(2)
  })

  it('without paying twice, by its key', async () => {
    const { client, upstream } = await openPlayed((exchange) => playChat(exchange, played))
    const headers = { 'idempotency-key': 'once' }
    const first = await client.chat.completions.create({ model: 'm', messages }, { headers })
    const second = await client.chat.completions.create({ model: 'm', messages }, { headers })
    expect(second).toMatchObject({ switchyard: { replayed_response_id: first.id.slice('chatcmpl-'.length) } })
    expect(upstream.requests).toHaveLength(1)
    const again = client.chat.completions.stream({ model: 'm', messages }, { headers })
    const once = client.chat.completions.stream({ model: 'm', messages }, { headers })
    const texts = [await again.finalContent(), await once.finalContent()]
    expect([texts, upstream.requests.length]).toEqual([['Hello', 'Hello'], 2])
    const other = client.chat.completions.create({ model: 'm', messages, seed: 1 }, { headers })
    expect(await apiErrorOf(other)).toMatchObject({ status: 400, reason: 'IDEMPOTENCY_CONFLICT' })
  })
})

describe('OpenAI’s client that aborts', () => {
  it.each([true, false])('ends the call at the vendor too (streamed: %s)', async (stream) => {
    const { client, upstream, app } = await openPlayed(async (exchange) => {
      if (stream) exchange.startEvents()
      if (stream) await exchange.sendEvent(chatDelta({ content: 'Hel' }))
      await exchange.closed
    })
    const controller = new AbortController()
    const call = client.chat.completions.create({ model: 'm', messages, stream }, { signal: controller.signal })
    const exchange = await upstream.request(0)
    if (stream) {
      const answer = (await call) as AsyncIterable<unknown>
      await answer[Symbol.asyncIterator]().next()
    }
    controller.abort()
    await Promise.allSettled([call])
    await exchange.closed
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled' }])
  })
})
