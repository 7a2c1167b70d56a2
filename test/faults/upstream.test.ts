import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { metricOf, openApp, playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { chatCompletion, chatDelta, playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { startUpstream, type Upstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'
import { type Expected, faults, TOKENS } from './upstream-faults.ts'

const QUICK = {
  retry: { max_retries: 2, initial_delay: '1ms', max_delay: '2s' },
  timeouts: { connect: '1s', first_token: '150ms', idle: '150ms', total: '400ms' },
}
const LIMITS = { max_response_bytes: 500_000, max_event_bytes: 100_000 }
const PATIENT = { ...QUICK, limits: LIMITS, circuit: { failure_threshold: 10_000, account_failure_threshold: 10_000 } }

let upstream: Upstream
let app: RunningApp

beforeAll(async () => {
  upstream = await startUpstream(good)
  app = await startTestApp({ providers: [playedProvider(upstream.url)], ...PATIENT })
})

afterAll(async () => {
  const text = await app.metrics()
  await app.stop()
  await Promise.all(upstream.requests.map((exchange) => exchange.closed))
  const { openSockets } = upstream
  await upstream.close()
  expect(openSockets).toBe(0)
  expect(metricOf(text, 'llm_active_requests', 'provider="played"')).toBe(0)
})

const ways = ['unary', 'streamed'] as const
type Way = (typeof ways)[number]

function good(exchange: UpstreamExchange): Promise<void> {
  return playChat(exchange, { texts: TOKENS, inputTokens: 7, outputTokens: 9 })
}

/** Plays the fault for the first request, and answers the next ones. */
function once(fault: UpstreamHandler): UpstreamHandler {
  let met = false
  return (exchange) => {
    const play = met ? good : fault
    met = true
    return play(exchange)
  }
}

/** Makes a call and gives what it left: its answer's texts or error, and the rows and requests that it made. */
async function call(way: Way, timeoutMs = 20_000, service = app, played = upstream) {
  const before = { rows: service.rows().length, requests: played.requests.length }
  const request = { prompt: 'Count.', options: { model: 'm' } }
  const llm = llmOf(service)
  const answer =
    way === 'unary' ? llm.generateText(request, { timeoutMs }) : readAll(llm.generateTextStream(request, { timeoutMs }))
  const left = () => ({
    rows: service.rows().slice(before.rows),
    requests: played.requests.length - before.requests,
  })
  return { answer, left }
}

async function expectFailure(way: Way, play: UpstreamHandler, expected: Expected): Promise<void> {
  upstream.play(play)
  const { answer, left } = await call(way)
  const error = await errorOf(answer)
  const { code, reason, attempts, requests = attempts, retryMs, metadata = {} } = expected
  expect(error).toMatchObject({ code, reasons: [reason], retryMs })
  expect(error.metadata).toMatchObject({ provider: 'played', model: 'played-model', ...metadata })
  const { rows, requests: made } = left()
  expect(made).toBe(requests)
  expect(rows.map(({ outcome, error_reason }) => [outcome, error_reason])).toEqual(
    Array.from({ length: attempts }, () => ['failed', reason]),
  )
}

describe.each(faults)('$name', ({ play, unary, streamed }) => {
  it.each(ways)('fails as it should, %s', (way) =>
    expectFailure(way, play, way === 'streamed' && streamed ? streamed : unary),
  )
})

describe('a fault that passes', () => {
  const inASecond = () => new Date(Date.now() + 1000).toUTCString()
  const header = (name: string, value: () => string): UpstreamHandler => {
    return (exchange) => exchange.sendJson(429, {}, { [name]: value() })
  }
  const passing: readonly [string, UpstreamHandler, string][] = [
    ['429 with Retry-After in milliseconds', header('retry-after-ms', () => '40'), 'UPSTREAM_RATE_LIMITED'],
    ['429 with Retry-After in seconds', header('retry-after', () => '1'), 'UPSTREAM_RATE_LIMITED'],
    ['429 with Retry-After as a date', header('retry-after', inASecond), 'UPSTREAM_RATE_LIMITED'],
    ['429 without Retry-After', (exchange) => exchange.sendJson(429, {}), 'UPSTREAM_RATE_LIMITED'],
    ['500', (exchange) => exchange.sendJson(500, {}), 'UPSTREAM_ERROR'],
    ['503', (exchange) => exchange.sendJson(503, {}), 'UPSTREAM_UNAVAILABLE'],
    ['a reset', (exchange) => exchange.reset(), 'PROVIDER_UNREACHABLE'],
    ['a page of HTML', (exchange) => exchange.sendText(200, 'text/html', '<p>'), 'UPSTREAM_MALFORMED'],
  ]

  it.each(passing.flatMap((row) => ways.map((way) => [row[0], way, row[1], row[2]] as const)))(
    'is retried and the call answered: %s, %s',
    async (_, way, play, reason) => {
      upstream.play(once(play))
      const { answer, left } = await call(way)
      await answer
      const { rows, requests } = left()
      expect(requests).toBe(2)
      expect(rows).toMatchObject([
        { outcome: 'failed', error_reason: reason, attempt_index: 0, cost_nanos: 0 },
        { outcome: 'succeeded', error_reason: '', attempt_index: 1, input_tokens: 7, output_tokens: 9 },
      ])
      expect(rows[0]?.call_id).toBe(rows[1]?.call_id)
    },
  )

  it.each(ways)('but not before the deadline is told at once, with the wait, %s', async (way) => {
    upstream.play(once((exchange) => exchange.sendJson(429, {}, { 'retry-after': '2' })))
    const { answer, left } = await call(way, 1500)
    expect(await errorOf(answer)).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['UPSTREAM_RATE_LIMITED'],
      retryMs: 2000,
    })
    expect(left()).toMatchObject({ requests: 1, rows: [{ outcome: 'failed' }] })
  })
})

describe('an upstream that is not there', () => {
  it.each(ways)('is unreachable, %s', async (way) => {
    const gone = await startUpstream(good)
    await gone.close()
    const service = await openApp({ providers: [playedProvider(gone.url)], ...PATIENT })
    const { answer, left } = await call(way, 20_000, service, gone)
    expect(await errorOf(answer)).toMatchObject({
      code: 'Unavailable',
      reasons: ['PROVIDER_UNREACHABLE'],
      metadata: { cause: 'ECONNREFUSED' },
    })
    expect(left().rows.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed'])
  })

  it.each(ways)('is left alone after a while, and its callers are told for how long, %s', async (way) => {
    const down = await startUpstream((exchange) => exchange.sendJson(503, {}))
    onTestFinished(() => down.close())
    const change = { ...QUICK, circuit: { failure_threshold: 3, open_duration: '1h' } }
    const service = await openApp({ providers: [playedProvider(down.url)], ...change })
    await errorOf((await call(way, 20_000, service, down)).answer)
    const { answer, left } = await call(way, 20_000, service, down)
    const error = await errorOf(answer)
    expect(error).toMatchObject({ code: 'Unavailable', reasons: ['CIRCUIT_OPEN'] })
    expect(error.retryMs).toBeGreaterThan(3_000_000)
    expect(left()).toEqual({ requests: 0, rows: [] })
  })
})

describe('usage that cannot be believed', () => {
  const usages: readonly [string, unknown][] = [
    ['missing', undefined],
    ['null', null],
    ['negative', { prompt_tokens: -5, completion_tokens: 5 }],
    ['absurd', { prompt_tokens: 1e15, completion_tokens: 5 }],
    ['no number', { prompt_tokens: 'many', completion_tokens: {} }],
  ]

  function plays(usage: unknown): UpstreamHandler {
    return async (exchange) => {
      if (!exchange.json.stream) return exchange.sendJson(200, { ...chatCompletion({ texts: TOKENS }), usage })
      exchange.startEvents()
      for (const content of TOKENS) await exchange.sendEvent(chatDelta({ content }))
      await exchange.sendEvent({ ...chatDelta({}, 'stop'), usage })
      await exchange.sendEvent('[DONE]')
      exchange.end()
    }
  }

  it.each(usages.flatMap(([name, usage]) => ways.map((way) => [name, way, usage] as const)))(
    'is estimated and marked so: %s, %s',
    async (_, way, usage) => {
      upstream.play(plays(usage))
      const { answer, left } = await call(way)
      await answer
      const [row] = left().rows
      expect(row).toMatchObject({ outcome: 'succeeded', usage_estimated: 1, output_tokens: 4 })
      expect(row?.cost_nanos).toBeGreaterThan(0)
    },
  )
})
