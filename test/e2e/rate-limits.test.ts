import { ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { type Configuration, metricOf, openApp, playedProvider } from '../support/app.ts'
import { clientsOf, doors, errorOf, llmOf } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { restOf } from '../support/rest.ts'
import { openUpstream, type UpstreamHandler } from '../support/upstream.ts'

const request = { prompt: 'Count.', options: { model: 'm' } }

const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['Hi'], inputTokens: 10, outputTokens: 90 })

async function open(rate_limits: readonly Configuration[], play = answer) {
  const upstream = await openUpstream(play)
  const app = await openApp({ providers: [playedProvider(upstream.url)], rate_limits })
  return { upstream, app, ...clientsOf(app) }
}

const NOTHING_LEFT = /^"few";r=0;t=[1-6]?[0-9]$/

describe('a rate limit', () => {
  it('of requests refuses the next one, and tells how long to wait', async () => {
    const { app, llm, upstream } = await open([{ name: 'few', requests_per_minute: 2 }])
    for (let count = 0; count < 2; count++) await llm.generateText(request)
    const error = await errorOf(llm.generateText(request))
    expect(error).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['RATE_LIMITED'],
      metadata: { limit: 'few', of: 'requests_per_minute' },
    })
    expect(error.retryMs).toBeGreaterThan(0)
    expect(error.retryMs).toBeLessThanOrEqual(30_000)
    expect(upstream.requests).toHaveLength(2)
    expect(metricOf(await app.metrics(), 'llm_rate_limit_refusals_total', 'limit="few"')).toBe(1)
  })

  it('tells what is left of it, and at the web port when to come again', async () => {
    const { app } = await open([{ name: 'few', requests_per_minute: 2 }])
    const ask = () =>
      fetch(`http://${app.webAddress}/switchyard.v1.LLMService/GenerateText`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
    const first = await ask()
    expect(first.headers.get('ratelimit-policy')).toBe('"few";q=2;w=60')
    expect(first.headers.get('ratelimit')).toBe('"few";r=1;t=30')
    await ask()
    const refused = await ask()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30)
  })

  it.each([
    ['/llm/generate/text', request],
    ['/llm/generate/text/stream', request],
    ['/rpc', { jsonrpc: '2.0', id: 1, method: 'llm.complete', params: request }],
    ['/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: 'Count.' }] }],
    ['/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: 'Count.' }], stream: true }],
    ['/v1/responses', { model: 'm', input: 'Count.' }],
  ])('is told to those whom it refuses, at %s', async (path, body) => {
    const { app } = await open([{ name: 'few', requests_per_minute: 1 }])
    const asked = [await restOf(app).post(path, body), await restOf(app).post(path, body)]
    const told = asked.map(({ headers }) => [headers.get('ratelimit-policy'), headers.get('ratelimit')])
    expect(told).toEqual(Array(2).fill(['"few";q=1;w=60', expect.stringMatching(NOTHING_LEFT)]))
    expect(asked[1]?.text).toContain('allows no more requests in a minute')
  })

  it.each(doors.filter((door) => door !== 'grpc-js'))('is told to those whom it refuses, through %s', async (door) => {
    const { app } = await open([{ name: 'few', requests_per_minute: 1 }])
    const llm = llmOf(app, door)
    await llm.generateText(request)
    for (const call of [
      () => llm.generateText(request),
      () => llm.generateTextStream(request)[Symbol.asyncIterator]().next(),
    ]) {
      const thrown = await call().catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(ConnectError)
      expect((thrown as ConnectError).metadata.get('ratelimit')).toMatch(NOTHING_LEFT)
    }
  })

  it('of tokens charges what was used', async () => {
    const { llm } = await open([{ name: 'tokens', tokens_per_minute: 100 }])
    await llm.generateText(request)
    expect(await errorOf(llm.generateText(request))).toMatchObject({ metadata: { of: 'tokens_per_minute' } })
  })

  it('of calls at the same time lets the next one in when one has ended', async () => {
    const { llm, upstream } = await open([{ name: 'alone', concurrent_calls: 1 }], () => {})
    const running = llm.generateText(request)
    const exchange = await upstream.request(0)
    expect(await errorOf(llm.generateText(request))).toMatchObject({ metadata: { of: 'concurrent_calls' } })
    upstream.play(answer)
    await answer(exchange)
    await running
    expect((await llm.generateText(request)).text).toBe('Hi')
  })

  it('is of those it names alone', async () => {
    const { llm } = await open([
      { name: 'others', requests_per_minute: 1, subject: { tenant: 'acme' } },
      { name: 'elsewhere', requests_per_minute: 1, subject: { provider: 'another' } },
    ])
    for (let count = 0; count < 3; count++) expect((await llm.generateText(request)).text).toBe('Hi')
  })

  it('of a provider counts attempts there', async () => {
    const { llm } = await open([{ name: 'there', requests_per_minute: 1, subject: { provider: 'played' } }])
    await llm.generateText(request)
    expect(await errorOf(llm.generateText(request))).toMatchObject({ reasons: ['RATE_LIMITED'] })
  })

  it('is made, changed and deleted while the service runs', async () => {
    const { admin, llm } = await open([])
    await admin.createRateLimit({ rateLimit: { name: 'none', requestsPerMinute: 1n } })
    await llm.generateText(request)
    expect(await errorOf(llm.generateText(request))).toMatchObject({ reasons: ['RATE_LIMITED'] })
    await admin.updateRateLimit({ rateLimit: { name: 'none', requestsPerMinute: 5n } })
    await llm.generateText(request)
    await admin.deleteRateLimit({ name: 'none' })
    expect((await admin.listRateLimits({})).rateLimits).toEqual([])
    for (let count = 0; count < 6; count++) await llm.generateText(request)
  })

  it('that limits nothing is refused with its field', async () => {
    const { admin } = await open([])
    expect(await errorOf(admin.createRateLimit({ rateLimit: { name: 'none' } }))).toMatchObject({
      reasons: ['INVALID_REQUEST'],
      fields: ['rate_limit.requests_per_minute'],
    })
  })
})
