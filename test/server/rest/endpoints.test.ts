import { beforeAll, describe, expect, it } from 'vitest'
import { restTable } from '../../../src/server/rest/table.ts'
import { type RunningApp, startTestApp } from '../../support/app.ts'
import { type RestClient, restOf } from '../../support/rest.ts'

let app: RunningApp
let rest: RestClient

beforeAll(async () => {
  app = await startTestApp()
  rest = restOf(app)
  return () => app.stop()
})

const SAYS = expect.stringContaining('You said: Hello')
const INFO = expect.objectContaining({ provider: 'mock', finish_reason: 'FINISH_REASON_STOP', cache_hit: false })

describe('an answer to a prompt or a conversation', () => {
  it('comes whole, with options beside the prompt or within `options`', async () => {
    const { status, headers, json } = await rest.post('/llm/generate/text', { prompt: 'Hello', model: 'mock-fast' })
    expect([status, headers.get('content-type'), json]).toEqual([200, 'application/json', { text: SAYS, info: INFO }])
    expect([headers.get('x-gateway-model'), headers.get('x-request-id')]).toEqual(['mock-fast', expect.any(String)])
    const nested = await rest.post('/llm/generate/text', { prompt: 'Hello', options: { model: 'mock-smart' } })
    expect(nested.json.info.model).toBe('mock-smart')
  })

  it('can be sent back unchanged as the history of the next turn', async () => {
    const first = { role: 'user', content: 'Hello' }
    const { json } = await rest.post('/llm/generate/chat', { messages: [first], system: 'Be brief.', tier: 'fast' })
    expect(json).toEqual({ message: { role: 'ROLE_ASSISTANT', parts: [{ text: SAYS }] }, info: INFO })
    const next = { messages: [first, json.message, { role: 'user', content: 'Hello again' }] }
    expect((await rest.post('/llm/generate/chat', next)).status).toBe(200)
  })

  it.each([
    ['/llm/generate/text/stream', 'text_delta'],
    ['/llm/generate/chat/stream', 'part_delta'],
  ])('comes as events, asked for by address or by body: %s', async (path, delta) => {
    const byAddress = await rest.get(`${path}?prompt=Hello&model=mock-fast`)
    const byBody = await rest.post(path, { prompt: 'Hello', model: 'mock-fast' })
    for (const { status, headers, events } of [byAddress, byBody]) {
      expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => String(index + 1)))
      expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['started', delta, 'finished']))
      expect(events.at(-1)?.data).toEqual({ sequence: String(events.length), finished: { info: INFO } })
    }
  })

  it('comes from the generic path, by prompt or messages, whole or as events', async () => {
    const path = '/api/v1/llm/completion'
    expect((await rest.post(path, { prompt: 'Hello', max_output_tokens: 50 })).json).toEqual({ text: SAYS, info: INFO })
    const messages = [{ role: 'user', content: 'Hello' }]
    expect((await rest.post(path, { messages })).json).toEqual({ message: expect.anything(), info: INFO })
    expect((await rest.post(path, { prompt: 'Hello', tool_choice: { mode: 'none' } })).json.message).toBeDefined()
    expect((await rest.post(path, { prompt: 'Hello', stream: true })).events.at(-1)?.name).toBe('finished')
    expect((await rest.post(path, { messages, stream: true })).events.at(-1)?.name).toBe('finished')
  })

  it('comes from several models at once', async () => {
    const body = { models: ['mock-fast', 'mock-smart'], prompt: 'Hello' }
    const { events } = await rest.post('/api/v1/llm/compare', body)
    const finished = events.filter(({ data }) => data.answer?.finished).map(({ data }) => data.model_index)
    expect(finished.toSorted()).toEqual([0, 1])
  })

  it('is given once for an idempotency key, in the body or as header', async () => {
    const body = { prompt: 'Hello', model: 'mock-fast' }
    const first = await rest.post('/llm/generate/text', body, { 'idempotency-key': 'once' })
    const again = await rest.post('/llm/generate/text', { ...body, idempotency_key: 'once' })
    expect(again.json.info.replayed_response_id).toBe(first.json.info.response_id)
    const both = await rest.post('/llm/generate/text', { ...body, idempotency_key: 'a' }, { 'idempotency-key': 'b' })
    expect([both.status, both.json.violations[0].field]).toEqual([400, 'idempotency_key'])
  })
})

describe('the other paths', () => {
  it('tell models, usage and health', async () => {
    expect((await rest.get('/llm/models')).json.models.map(({ name }: { name: string }) => name)).toContain('mock-fast')
    expect((await rest.get('/api/v1/llm/models/mock-fast')).json.model).toMatchObject({ name: 'mock-fast' })
    expect((await rest.post('/llm/models/test', { model: 'mock-fast' })).json).toMatchObject({ success: true })
    expect((await rest.get('/llm/usage/statistics?timeframe=1h')).json.total.total_requests).toMatch(/^[1-9]/)
    const { json } = await rest.get('/api/v1/llm/usage?group_by=model&models=mock-fast&time_bucket=day')
    expect(json.groups).toMatchObject([
      { model: 'mock-fast', statistics: { attempts: expect.stringMatching(/^[1-9]/) } },
    ])
    expect((await rest.get('/api/v1/llm/usage/requests?page_size=1')).json.requests).toHaveLength(1)
    const health = (await rest.get('/llm/health')).json
    expect(health).toMatchObject({ state: 'HEALTH_STATE_HEALTHY', dependencies: [{ name: 'store' }] })
    expect(health.models).toContainEqual(expect.objectContaining({ model: 'mock-fast', state: 'HEALTH_STATE_HEALTHY' }))
  })

  it('count tokens, and embed where a model can', async () => {
    const count = await rest.post('/api/v1/llm/tokens/count', { model: 'mock-fast', prompt: 'Hello there' })
    expect(count.json).toMatchObject({ input_tokens: expect.stringMatching(/^[1-9]/) })
    const embed = await rest.post('/api/v1/llm/embeddings', { model: 'nothing', inputs: ['a'] })
    expect([embed.status, embed.json.reason]).toEqual([404, 'MODEL_NOT_FOUND'])
  })

  it('list, make, tell and check providers', async () => {
    const provider = {
      name: 'mine',
      adapter: 'openai_compatible',
      base_url: 'https://llm.example.com/v1',
      models: [{ name: 'x' }],
    }
    const checked = await rest.post('/api/v1/llm/providers', { ...provider, validate_only: true })
    expect([checked.status, checked.json.provider.name]).toEqual([200, 'mine'])
    const made = await rest.post('/api/v1/llm/providers', { ...provider, api_key: 'canary-4711' })
    expect([made.status, made.json.provider]).toEqual([201, expect.objectContaining({ has_credential: true })])
    const listed = await rest.get('/api/v1/llm/providers')
    expect(listed.json.providers.map(({ name }: { name: string }) => name)).toEqual(['mine', 'mock'])
    expect((await rest.get('/api/v1/llm/providers/mine')).json.provider).toMatchObject({ origin: 'ORIGIN_API' })
    expect(made.text + listed.text).not.toContain('canary-4711')
    const again = await rest.post('/api/v1/llm/providers', provider)
    expect([again.status, again.json.reason]).toEqual([409, 'RESOURCE_EXISTS'])
  })

  it('list, add and tell the models of a provider', async () => {
    const path = '/api/v1/llm/providers/shelf/models'
    await rest.post('/api/v1/llm/providers', { name: 'shelf', adapter: 'mock', models: [{ name: 'shelf/one' }] })
    const made = await rest.post(path, { name: 'shelf/two', tier: 'fast', price: { input: '1', output: '2' } })
    expect([made.status, made.json.provider_model]).toEqual([201, expect.objectContaining({ tier: 'TIER_FAST' })])
    const listed = (await rest.get(`${path}?page_size=10`)).json.provider_models
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['shelf/one', 'shelf/two'])
    expect((await rest.get(`${path}/shelf%2Ftwo`)).json).toEqual(made.json)
    const bad = await rest.post(path, { provider_model: { name: 'x', price: { input: 'dear', output: '1' } } })
    expect([bad.status, bad.json.violations[0].field]).toEqual([400, 'provider_model.price.input'])
  })

  it('check a provider without a body, and know no other', async () => {
    const path = (id: string) => `/api/v1/llm/providers/${id}/health-check`
    const { status, json } = await rest.post(path('mock'), undefined)
    expect([status, json.checks[0].health.provider]).toEqual([200, 'mock'])
    expect((await rest.post(path('mock'), {})).status).toBe(200)
    expect((await rest.post(path('nobody'), undefined)).json).toMatchObject({ status: 404, reason: 'TARGET_NOT_FOUND' })
    const twice = await rest.post(path('mock'), { provider: 'other' })
    expect(twice.json).toMatchObject({ status: 400, violations: [{ field: 'provider' }] })
  })

  it('say of templates that there are none yet', async () => {
    for (const { status, json } of [
      await rest.get('/api/v1/llm/templates'),
      await rest.post('/api/v1/llm/templates/render', { name: 'x' }),
    ]) {
      expect([status, json.reason]).toEqual([501, 'METHOD_NOT_AVAILABLE'])
    }
  })

  it('take no other verbs', async () => {
    for (const { path } of restTable.filter(({ path }) => !path.includes('{'))) {
      const allowed = restTable.filter((row) => row.path === path).map(({ verb }) => verb)
      for (const method of [
        'HEAD',
        'OPTIONS',
        'DELETE',
        ...['GET', 'POST'].filter((verb) => !allowed.includes(verb as 'GET')),
      ]) {
        const { status, headers } = await fetch(rest.url + path, { method })
        expect([method, path, status, headers.get('allow')]).toEqual([method, path, 405, allowed.join(', ')])
      }
    }
  })
})

describe('a stream that a browser asks for again', () => {
  it('is not made again', async () => {
    const before = app.rows().length
    const headers = { 'last-event-id': '7' }
    const answers = [
      await rest.get('/llm/generate/text/stream?prompt=Hello', headers),
      await rest.post('/api/v1/llm/completion', { prompt: 'Hello', stream: true }, headers),
    ]
    expect(answers.map(({ status, text }) => [status, text])).toEqual([
      [204, ''],
      [204, ''],
    ])
    expect(app.rows()).toHaveLength(before)
  })
})
