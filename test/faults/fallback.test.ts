import { describe, expect, it, onTestFinished } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { openApp, playedProvider } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { chatDelta, playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'

const request = { prompt: 'Count.', options: { model: 'way' } }
const good: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['Hi'] })

const nothing: UpstreamHandler = (exchange) => {
  exchange.startEvents()
  exchange.end()
}

/** A route over two providers that play these. */
async function route(first: UpstreamHandler, second: UpstreamHandler) {
  const upstreams = await Promise.all([startUpstream(first), startUpstream(second)])
  onTestFinished(async () => void (await Promise.all(upstreams.map((upstream) => upstream.close()))))
  const names = ['first', 'second']
  const app = await openApp({
    providers: upstreams.map(({ url }, index) =>
      playedProvider(url, { name: names[index], models: [{ name: `m${index}`, price: { input: '2', output: '10' } }] }),
    ),
    routes: [{ name: 'way', targets: names.map((provider, index) => ({ provider, model: `m${index}` })) }],
    retry: { max_retries: 1, initial_delay: '1ms' },
    timeouts: { first_token: '1s', idle: '1s', total: '2s' },
  })
  return { app, llm: llmOf(app), requests: () => upstreams.map(({ requests }) => requests.length) }
}

describe('a route', () => {
  it.each<[string, UpstreamHandler, ErrorReason, number]>([
    ['is down', (exchange) => exchange.sendJson(503, {}), ErrorReason.UPSTREAM_UNAVAILABLE, 2],
    ['refuses its key', (exchange) => exchange.sendJson(401, {}), ErrorReason.UPSTREAM_AUTH, 1],
    ['says nothing', () => {}, ErrorReason.FIRST_TOKEN_TIMEOUT, 1],
    ['ends before it began', nothing, ErrorReason.STREAM_TRUNCATED, 2],
  ])('takes the next target when the first one %s, and tells of both', async (_, play, reason, tries) => {
    const { app, llm, requests } = await route(play, good)
    const events = await readAll(llm.generateTextStream(request))
    expect(events[0]?.event).toMatchObject({ case: 'started', value: { provider: 'second', model: 'm1' } })
    const last = events.at(-1)?.event
    const info = last?.case === 'finished' ? last.value.info : undefined
    expect(info).toMatchObject({ provider: 'second', selection: { route: 'way' } })
    expect(info?.attempts.map(({ provider, errorReason }) => [provider, errorReason])).toEqual([
      ...Array.from({ length: tries }, () => ['first', reason]),
      ['second', 0],
    ])
    expect(requests()).toEqual([tries, 1])
    expect(app.rows().map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      ...Array.from({ length: tries }, () => 'first failed'),
      'second succeeded',
    ])
  })

  it('does not take the next one once the answer has begun', async () => {
    const { llm, requests, app } = await route(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Half an' }))
      exchange.hangUp()
    }, good)
    const error = await errorOf(readAll(llm.generateTextStream(request)))
    expect(error).toMatchObject({ reasons: ['STREAM_TRUNCATED'], metadata: { provider: 'first', partial: 'true' } })
    expect(requests()).toEqual([1, 0])
    expect(app.rows()).toMatchObject([{ provider: 'first', outcome: 'failed', usage_estimated: 1 }])
  })

  it('does not take the next one for a fault of the caller', async () => {
    const { llm, requests } = await route((exchange) => exchange.sendJson(400, {}), good)
    expect(await errorOf(llm.generateText(request))).toMatchObject({ reasons: ['UPSTREAM_REJECTED'] })
    expect(requests()).toEqual([1, 0])
  })

  it('tells what was the matter, not that the stand-in refuses a prefill', async () => {
    const noPrefill: UpstreamHandler = (exchange) => {
      if (exchange.json.messages.at(-1).role === 'assistant') return exchange.sendJson(400, {})
      return good(exchange)
    }
    const { llm, requests } = await route((exchange) => exchange.sendJson(503, {}), noPrefill)
    const prefilled = [userMessage('Count.'), { ...userMessage('One'), role: Role.ASSISTANT }]
    const error = await errorOf(llm.generateChat({ messages: prefilled, options: { model: 'way' } }))
    expect(error).toMatchObject({
      code: 'Unavailable',
      reasons: ['UPSTREAM_UNAVAILABLE'],
      metadata: { provider: 'first' },
    })
    expect(requests()).toEqual([2, 1])
  })

  it('tells the first target’s error when all fail', async () => {
    const { llm, app } = await route(
      (exchange) => exchange.sendJson(429, {}),
      (exchange) => exchange.sendJson(401, {}),
    )
    const error = await errorOf(llm.generateText(request))
    expect(error).toMatchObject({ reasons: ['UPSTREAM_RATE_LIMITED'], metadata: { provider: 'first' } })
    expect(app.rows()).toHaveLength(3)
  })
})
