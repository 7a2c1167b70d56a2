import { describe, expect, it } from 'vitest'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { clientsOf } from '../support/clients.ts'
import { chatDelta, playChat, playChatStream } from '../support/openai-wire.ts'
import { posted, restOf, type ToldEvent } from '../support/rest.ts'
import { Gate, readAll } from '../support/streams.ts'
import { openUpstream, type Upstream, type UpstreamHandler } from '../support/upstream.ts'

const OPERATOR = 'o'.repeat(40)
const body = { prompt: 'Count.', model: 'm' }
const rpc = { jsonrpc: '2.0', id: 1, method: 'llm.complete' }

/** Every way to stream a text by plain HTTP. */
const streams: readonly [name: string, path: string, init: RequestInit][] = [
  ['GET', '/llm/generate/text/stream?prompt=Count.&model=m', {}],
  ['POST', '/llm/generate/text/stream', posted(body)],
  ['the generic path', '/api/v1/llm/completion', posted({ ...body, stream: true })],
  ['JSON-RPC', '/rpc', posted({ ...rpc, params: { ...body, stream: true } })],
]

/** Every way to ask for a whole text. */
const wholes: readonly [name: string, path: string, body: unknown][] = [
  ['the text path', '/llm/generate/text', body],
  ['the generic path', '/api/v1/llm/completion', body],
  ['JSON-RPC', '/rpc', { ...rpc, params: body }],
  ['a batch of JSON-RPC', '/rpc', [{ ...rpc, params: body }]],
]

async function open(play: UpstreamHandler, change = {}): Promise<{ upstream: Upstream; app: RunningApp }> {
  const upstream = await openUpstream(play)
  return { upstream, app: await openApp({ providers: [playedProvider(upstream.url)], ...change }) }
}

const silent: UpstreamHandler = () => {}

function textOf({ data }: ToldEvent): string {
  return data.text_delta ?? data.params?.event.text_delta ?? ''
}

async function nothingIsLeft(app: RunningApp, upstream: Upstream): Promise<void> {
  expect(upstream.openSockets).toBe(0)
  expect(metricOf(await app.metrics(), 'llm_active_requests', 'provider="played"')).toBe(0)
}

describe.each(streams)('a stream by %s', (_name, path, init) => {
  it('brings each token when it comes', async () => {
    const gate = new Gate()
    const { app } = await open((exchange) => playChatStream(exchange, { texts: ['One', ' two', ' three'] }, gate.wait))
    gate.open()
    const events = await restOf(app).stream(path, init)
    const heard: string[] = []
    for await (const event of events) {
      const text = textOf(event)
      if (text === '') continue
      heard.push(text)
      // The next one is let out only now.
      gate.open()
    }
    expect(heard).toEqual(['One', ' two', ' three'])
  })

  it('stops the upstream when its reader leaves', async () => {
    const { app, upstream } = await open(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'One' }))
    })
    const controller = new AbortController()
    const events = await restOf(app).stream(path, { ...init, signal: controller.signal })
    for await (const event of events) if (textOf(event) === 'One') break
    controller.abort()
    await (await upstream.request(0)).closed
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled' }])
    await nothingIsLeft(app, upstream)
  })

  it('ends with an error when the upstream breaks off', async () => {
    const { app } = await open(
      async (exchange) => {
        exchange.startEvents()
        await exchange.sendEvent(chatDelta({ content: 'One' }))
        exchange.hangUp()
      },
      { retry: { max_retries: 0 } },
    )
    const events = await readAll(await restOf(app).stream(path, init))
    const last = events.at(-1)
    const told = path === '/rpc' ? last?.data.error.data : last?.data
    expect(told).toMatchObject({ reason: 'STREAM_TRUNCATED', retry_after_ms: 1000, attempts: [{ provider: 'played' }] })
    expect(last?.name).toBe(path === '/rpc' ? undefined : 'error')
  })

  it('ends with its deadline', async () => {
    const { app, upstream } = await open(silent)
    const headers = { ...(init.headers as object), 'connect-timeout-ms': '150' }
    const response = await fetch(restOf(app).url + path, { ...init, headers })
    expect(await response.text()).toContain('DEADLINE_EXCEEDED')
    expect(response.status).toBe(path === '/rpc' ? 200 : 504)
    await (await upstream.request(0)).closed
    await nothingIsLeft(app, upstream)
  })
})

describe.each(wholes)('an answer by %s', (_name, path, request) => {
  it('stops the upstream when its caller leaves', async () => {
    const { app, upstream } = await open(silent)
    const controller = new AbortController()
    const { signal } = controller
    const answer = fetch(restOf(app).url + path, { ...posted(request), signal }).catch((error: Error) => error.name)
    const exchange = await upstream.request(0)
    controller.abort()
    await exchange.closed
    expect(await answer).toBe('AbortError')
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled' }])
    await nothingIsLeft(app, upstream)
  })

  it('has the upstream told nothing that was not asked for', async () => {
    const { app, upstream } = await open((exchange) => playChat(exchange, { texts: ['One'] }))
    expect((await restOf(app).post(path, request)).text).toContain('"text":"One"')
    expect(Object.keys(upstream.requests[0]?.json).toSorted()).toEqual(['messages', 'model', 'stream'])
  })
})

describe('a batch of JSON-RPC', () => {
  it('is under way eight requests at a time', async () => {
    const gate = new Gate()
    const { app, upstream } = await open(async (exchange) => {
      await gate.wait()
      await playChat(exchange, { texts: ['One'] })
    })
    const requests = Array.from({ length: 20 }, (_, id) => ({ ...rpc, id, params: body }))
    const answer = restOf(app).post('/rpc', requests)
    await upstream.request(7)
    for (let index = 8; index < 20; index += 1) {
      expect(upstream.requests).toHaveLength(index)
      gate.open()
      await upstream.request(index)
    }
    gate.open(8)
    const { json } = await answer
    expect(json.map(({ id, result }: { id: number; result: { text: string } }) => [id, result.text])).toEqual(
      requests.map(({ id }) => [id, 'One']),
    )
  })
})

describe('a key', () => {
  it('reaches by plain HTTP what it reaches at every door, and no more', async () => {
    const upstream = await openUpstream((exchange) => playChat(exchange, { texts: ['One'] }))
    const providers = [playedProvider(upstream.url, { models: ['m', 'n'] })]
    const app = await openApp({ providers }, { environment: { SWITCHYARD_API_KEY: OPERATOR } })
    const { admin } = clientsOf(app)
    const operator = { headers: { authorization: `Bearer ${OPERATOR}` } }
    const keyOf = async (name: string) => {
      await admin.createTenant({ tenant: { name } }, operator)
      const apiKey = { tenant: name, role: AccessRole.CALLER, allowedModels: ['m'] }
      return (await admin.createApiKey({ apiKey }, operator)).key
    }
    const acme = restOf(app, { authorization: `Bearer ${await keyOf('acme')}` })
    const umbrella = restOf(app, { 'x-api-key': await keyOf('umbrella') })

    expect((await acme.post('/llm/generate/text', body)).json.text).toBe('One')
    expect((await acme.post('/llm/generate/text', { ...body, model: 'n' })).json.reason).toBe('MODEL_NOT_ALLOWED')
    expect((await acme.get('/llm/models')).json.models).toMatchObject([{ name: 'm' }])
    const usage = '/llm/usage/statistics?timeframe=1h'
    expect((await acme.get(usage)).json.total.total_requests).toBe('1')
    expect((await umbrella.get(usage)).json.total.total_requests).toBe('0')
    expect((await umbrella.get('/api/v1/llm/usage?tenants=acme')).json.groups).toEqual([])
    const refused = [
      await acme.get('/api/v1/llm/providers'),
      await acme.post('/api/v1/llm/providers', { name: 'mine', adapter: 'openai' }),
      await acme.post('/api/v1/llm/providers/played/health-check', undefined),
      await acme.post('/api/v1/llm/providers/nobody/health-check', undefined),
    ]
    expect(refused.map(({ status, json }) => [status, json.reason])).toEqual(Array(4).fill([403, 'PERMISSION_DENIED']))
    const metrics = { jsonrpc: '2.0', id: 1, method: 'llm.metrics', params: { timeframe: '1h' } }
    expect((await umbrella.post('/rpc', metrics)).json.result.total.total_requests).toBe('0')
    for (const headers of [{}, { authorization: 'Bearer nonsense' }]) {
      const unknown = await restOf(app, headers as Record<string, string>).post('/llm/generate/text', body)
      expect([unknown.status, unknown.json.reason]).toEqual([401, 'UNAUTHENTICATED'])
    }
  })
})
