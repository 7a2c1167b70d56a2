import { beforeAll, describe, expect, it } from 'vitest'
import { openApp, type RunningApp, startTestApp } from '../../support/app.ts'
import { type RestClient, restOf } from '../../support/rest.ts'

let app: RunningApp
let rest: RestClient

beforeAll(async () => {
  app = await startTestApp({ limits: { max_request_bytes: 100_000 } })
  rest = restOf(app)
  return () => app.stop()
})

const SAYS = expect.stringContaining('You said: Hello')
const INFO = expect.objectContaining({ provider: 'mock', finish_reason: 'FINISH_REASON_STOP' })
const prompt = { prompt: 'Hello', model: 'mock-fast' }

function request(method: string, params?: unknown, id: unknown = 1) {
  return { jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) }
}

async function call(body: unknown, headers: Record<string, string> = {}) {
  return await rest.post('/rpc', body, headers)
}

function failed(code: number, id: unknown = null) {
  return { jsonrpc: '2.0', id, error: expect.objectContaining({ code, message: expect.any(String) }) }
}

describe('a request of JSON-RPC', () => {
  it.each([1, -1, 0.5, 'a', '', null])('is answered with its id: %j', async (id) => {
    const { status, json } = await call(request('llm.complete', prompt, id))
    expect([status, json]).toEqual([200, { jsonrpc: '2.0', id, result: { text: SAYS, info: INFO } }])
  })

  it('asks for a conversation, for models and for figures', async () => {
    const chat = await call(request('llm.complete', { messages: [{ role: 'user', content: 'Hello' }] }))
    expect(chat.json.result.message).toEqual({ role: 'ROLE_ASSISTANT', parts: [{ text: SAYS }] })
    const models = await call(request('llm.models'))
    expect(models.json.result.models.map(({ name }: { name: string }) => name)).toContain('mock-fast')
    const metrics = await call(request('llm.metrics', { timeframe: '1h' }))
    expect(metrics.json.result.total.total_requests).toMatch(/^[1-9]/)
  })

  it('streams: a notification for each event, then the response', async () => {
    const { headers, events } = await call(request('llm.complete', { ...prompt, stream: true }, 'x'))
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const messages = events.map(({ data }) => data)
    expect(messages.at(-1)).toEqual({ jsonrpc: '2.0', id: 'x', result: { info: INFO } })
    const told = messages.slice(0, -1)
    expect(told).toEqual(
      told.map(() => ({ jsonrpc: '2.0', method: 'llm.event', params: { id: 'x', event: expect.anything() } })),
    )
    expect(told.map(({ params }) => params.event.text_delta ?? '').join('')).toEqual(SAYS)
  })

  it('that streams and fails is answered with an error, before the first event or after it', async () => {
    const early = await call(request('llm.complete', { prompt: 'Hello', model: 'gtp', stream: true }))
    expect([early.status, early.json]).toEqual([200, failed(-32005, 1)])
    const late = await call(request('llm.complete', { prompt: 'Hello', model: 'mock-truncated', stream: true }))
    expect(late.events.length).toBeGreaterThan(1)
    expect(late.events.at(-1)?.data).toEqual({ ...failed(-32014, 1) })
    expect(late.events.at(-1)?.data.error.data).toMatchObject({
      reason: 'STREAM_TRUNCATED',
      attempts: [{ model: 'mock-truncated' }],
    })
  })
})

describe('an error of JSON-RPC', () => {
  it.each<[string, unknown, number, unknown]>([
    ['no JSON', '{"jsonrpc":', -32700, null],
    ['nothing', '', -32700, null],
    ['no object', '7', -32600, null],
    ['no version', { id: 1, method: 'llm.models' }, -32600, 1],
    ['another version', { jsonrpc: '1.0', id: 'a', method: 'llm.models' }, -32600, 'a'],
    ['no method', { jsonrpc: '2.0', id: 1 }, -32600, 1],
    ['a method that is no text', { jsonrpc: '2.0', id: 1, method: 1 }, -32600, 1],
    ['an id that is no id', { jsonrpc: '2.0', id: {}, method: 'llm.models' }, -32600, null],
    ['an id too long for every event', { jsonrpc: '2.0', id: 'i'.repeat(1025), method: 'llm.models' }, -32600, null],
    ['an id that cannot be repeated', '{"jsonrpc":"2.0","id":9007199254740993,"method":"llm.models"}', -32600, null],
    ['parameters that are none', { jsonrpc: '2.0', id: 1, method: 'llm.models', params: 'x' }, -32600, 1],
    ['another method', request('llm.nothing'), -32601, 1],
    ['a method of all objects', request('constructor'), -32601, 1],
    ['parameters by position', request('llm.models', [1]), -32602, 1],
    ['an unknown parameter', request('llm.metrics', { timefrome: '1h' }), -32602, 1],
    ['a bad parameter', request('llm.metrics', { timeframe: '2h' }), -32602, 1],
    ['a stream that is no truth', request('llm.complete', { ...prompt, stream: 1 }), -32602, 1],
    ['no model', request('llm.complete', { prompt: 'x', model: 'gtp' }), -32005, 1],
    ['an empty batch', [], -32600, null],
    ['a huge batch', Array(101).fill(request('llm.models')), -32600, null],
  ])('has its code: %s', async (_name, body, code, id) => {
    const { status, json } = await call(body)
    expect([status, json]).toEqual([200, failed(code, id)])
  })

  it('tells what every door tells', async () => {
    const { json } = await call(request('llm.complete', { ...prompt, temperature: 3 }), { 'x-request-id': 'mine' })
    expect(json.error).toEqual({
      code: -32602,
      message: expect.stringContaining('options.temperature'),
      data: {
        reason: 'INVALID_REQUEST',
        grpc_code: 3,
        request_id: 'mine',
        violations: [{ field: 'options.temperature', description: expect.any(String) }],
      },
    })
    const tried = await call(request('llm.complete', { prompt: 'Hello', model: 'mock-truncated' }))
    expect(tried.json.error.data).toMatchObject({
      reason: 'STREAM_TRUNCATED',
      grpc_code: 14,
      retry_after_ms: expect.any(Number),
      attempts: expect.arrayContaining([expect.objectContaining({ error_reason: 'ERROR_REASON_STREAM_TRUNCATED' })]),
    })
  })

  it('has a status of its own where it is refused unread', async () => {
    const large = await call(request('llm.complete', { prompt: 'x'.repeat(100_001) }))
    expect([large.status, large.json]).toEqual([413, failed(-32008)])
    const other = await call('{}', { 'content-type': 'text/plain' })
    expect([other.status, other.json]).toEqual([400, failed(-32602)])
    const guarded = await openApp({}, { environment: { SWITCHYARD_API_KEY: 'k'.repeat(40) } })
    const unknown = await restOf(guarded).post('/rpc', request('llm.models'))
    expect([unknown.status, unknown.json]).toEqual([401, failed(-32016)])
    expect((await rest.get('/rpc')).status).toBe(405)
  })

  it('stands in the log, within a batch too', async () => {
    const own = await openApp()
    await restOf(own).post('/rpc', [request('llm.complete', { prompt: '' }), request('llm.complete', prompt)])
    const refused = own.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'refused')
    expect(refused).toMatchObject([{ method: 'POST /rpc', reason: 'INVALID_REQUEST' }])
  })
})

describe('a batch', () => {
  it('is answered in its order, each request by itself', async () => {
    const { json } = await call([
      request('llm.complete', prompt, 'a'),
      request('llm.nothing', undefined, 'b'),
      7,
      { jsonrpc: '2.0', method: 'llm.models' },
      request('llm.complete', { ...prompt, stream: true }, 'c'),
      request('llm.models', undefined, 'd'),
    ])
    expect(json).toEqual([
      { jsonrpc: '2.0', id: 'a', result: { text: SAYS, info: INFO } },
      failed(-32601, 'b'),
      failed(-32600),
      failed(-32602, 'c'),
      { jsonrpc: '2.0', id: 'd', result: expect.objectContaining({ models: expect.anything() }) },
    ])
  })

  it('of notifications has no answer, and nothing is done for it', async () => {
    const before = app.rows().length
    const notification = { jsonrpc: '2.0', method: 'llm.complete', params: prompt }
    for (const body of [
      notification,
      [notification, notification],
      { ...notification, params: { ...prompt, stream: true } },
    ]) {
      const { status, text } = await call(body)
      expect([status, text]).toEqual([204, ''])
    }
    expect(app.rows()).toHaveLength(before)
  })
})
