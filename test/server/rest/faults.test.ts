import { beforeAll, describe, expect, it } from 'vitest'
import { openApp, type RunningApp, startTestApp } from '../../support/app.ts'
import { posted, type RestClient, restOf } from '../../support/rest.ts'

let app: RunningApp
let rest: RestClient

beforeAll(async () => {
  app = await startTestApp({ limits: { max_request_bytes: 100_000 } })
  rest = restOf(app)
  return () => app.stop()
})

describe('a fault of the caller', () => {
  const prompt = { prompt: 'Hello' }
  it.each<[string, string, unknown, string]>([
    ['a field that there is not', '/llm/generate/text', { ...prompt, temprature: 1 }, 'temprature'],
    ['a value of another type', '/llm/generate/text', { prompt: 7 }, 'prompt'],
    ['a value out of its bounds', '/llm/generate/text', { ...prompt, temperature: 3 }, 'options.temperature'],
    ['a field given twice', '/llm/generate/text', { ...prompt, model: 'a', options: { model: 'b' } }, 'options.model'],
    ['nothing to answer', '/api/v1/llm/completion', { model: 'mock-fast' }, 'prompt'],
    ['a stream that is no truth', '/api/v1/llm/completion', { ...prompt, stream: 'yes' }, 'stream'],
    ['a prototype', '/llm/generate/text', '{"prompt":"Hello","__proto__":{"model":"x"}}', '__proto__'],
    ['parameters beside a body', '/llm/generate/text?model=mock-fast', prompt, 'model'],
    ['no conversation', '/llm/generate/chat', {}, 'messages'],
  ])('is a problem that names it: %s', async (_name, path, body, field) => {
    const { status, headers, json } = await rest.post(path, body, { 'x-request-id': 'mine' })
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    expect(json).toEqual({
      type: 'urn:switchyard:error:INVALID_REQUEST',
      title: 'Invalid request',
      status: 400,
      detail: expect.stringContaining(field),
      instance: 'mine',
      reason: 'INVALID_REQUEST',
      violations: [{ field, description: expect.any(String) }],
    })
  })

  it.each([
    ['/llm/generate/text/stream?prompt=a&prompt=b', 'prompt'],
    ['/llm/generate/text/stream?prompt=a&modle=m', 'modle'],
    ['/llm/generate/text/stream', 'prompt'],
    ['/llm/generate/chat/stream?messages=[', 'messages'],
    ['/llm/usage/statistics?timeframe=2h', 'timeframe'],
    ['/api/v1/llm/usage?group_by=colour', 'group_by[0]'],
    ['/api/v1/llm/models?page_size=-1', 'page_size'],
  ])('in the address is named: %s', async (path, field) => {
    const { status, json } = await rest.get(path)
    expect([status, json.violations?.[0]?.field]).toEqual([400, field])
  })

  it.each<[string, string, Record<string, string>, number, string]>([
    ['no JSON', '{"prompt":', {}, 400, 'INVALID_REQUEST'],
    ['no object', '[1]', {}, 400, 'INVALID_REQUEST'],
    ['nothing', '', {}, 400, 'INVALID_REQUEST'],
    ['another type', '{}', { 'content-type': 'text/plain' }, 400, 'INVALID_REQUEST'],
    [
      'nested deeply',
      `{"provider_options":{"a":${'{"b":'.repeat(9000)}1${'}'.repeat(9001)}}`,
      {},
      400,
      'INVALID_REQUEST',
    ],
    ['too large', JSON.stringify({ prompt: 'x'.repeat(100_001) }), {}, 413, 'REQUEST_TOO_LARGE'],
    ['no such model', '{"prompt":"x","model":"gtp"}', {}, 404, 'MODEL_NOT_FOUND'],
    ['no time', '{"prompt":"x"}', { 'connect-timeout-ms': '0' }, 504, 'DEADLINE_EXCEEDED'],
  ])('is told as a problem: %s', async (_name, body, headers, status, reason) => {
    const answer = await rest.post('/llm/generate/text', body, headers)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect(answer.json).toMatchObject({ status, reason })
  })

  it('stands in the log, without what was sent', async () => {
    // Of many refused requests the log tells only some: this is the first one.
    const app = await openApp()
    await restOf(app).post('/llm/generate/text', '{"secret words": 1}', { 'x-request-id': 'refused-1' })
    const lines = app.log.filter((line) => line.includes('"refused-1"'))
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { method: 'POST /llm/generate/text', reason: 'INVALID_REQUEST' },
    ])
    await restOf(app).get('/llm/generate/text/stream?prompt=secret%20words')
    await restOf(app).get('/llm/generate/text/stream?prompt=secret%20words&nothing=secret%20words')
    await app.ended(1)
    expect(app.log.join()).not.toMatch(/secret.{1,3}words/)
  })
})

describe('a page', () => {
  const page = { origin: 'http://localhost:3000' }

  it('of this machine may call, once its browser has asked', async () => {
    const asks = {
      ...page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key',
    }
    const preflight = await fetch(`${rest.url}/llm/generate/text`, { method: 'OPTIONS', headers: asks })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, page.origin])
    expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key')
    const { status, headers } = await rest.post('/llm/generate/text', { prompt: 'Hello' }, page)
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, page.origin])
  })

  it('of another site may not, and neither may its pictures', async () => {
    const before = app.rows().length
    const path = '/llm/generate/text/stream?prompt=Hello'
    for (const headers of [{ origin: 'https://example.org' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await rest.get(path, headers)).json).toMatchObject({ status: 403, reason: 'PERMISSION_DENIED' })
      const check = await fetch(`${rest.url}/api/v1/llm/providers/mock/health-check`, { ...posted(undefined), headers })
      expect(check.status).toBe(403)
    }
    expect(app.rows()).toHaveLength(before)
  })
})
