import { getEventListeners } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createClient as createGrpcClient,
  LLMService,
  type SwitchyardClient,
  SwitchyardError,
} from '../../clients/typescript/src/node.ts'
import { createClient as createWebClient, textsOf } from '../../clients/typescript/src/web.ts'
import { type Configuration, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { chatDelta, errorBody, playChat } from '../support/openai-wire.ts'
import { openUpstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'

const OPERATOR = 'o'.repeat(40)
const model = 'm'
const answer: UpstreamHandler = (exchange) => playChat(exchange, { texts: ['One', ' two'] })
const refuse = (exchange: UpstreamExchange) =>
  exchange.sendJson(503, errorBody(null, 'server_error'), { 'retry-after-ms': '10' })

type Opening = (app: RunningApp, apiKey?: string | (() => Promise<string>)) => SwitchyardClient

const wires: readonly (readonly [string, Opening])[] = [
  ['gRPC', ({ grpcAddress: address }, apiKey) => createGrpcClient({ address, ...(apiKey && { apiKey }) })],
  [
    'Connect',
    ({ webAddress }, apiKey) => createWebClient({ baseUrl: `http://${webAddress}`, ...(apiKey && { apiKey }) }),
  ],
]

async function openPlayed(play: UpstreamHandler, change: Configuration = {}) {
  const upstream = await openUpstream(play)
  const app = await openApp({ providers: [playedProvider(upstream.url)], retry: { max_retries: 0 }, ...change })
  return { upstream, app }
}

async function failureOf(call: Promise<unknown>): Promise<SwitchyardError> {
  const thrown = await call.catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(SwitchyardError)
  return thrown as SwitchyardError
}

async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}

describe.each(wires)('the client for TypeScript, by %s,', (_wire, open) => {
  const connect: Opening = (...given) => {
    const client = open(...given)
    onTestFinished(() => client.close())
    return client
  }

  it('tries a stream again as long as nothing of it has come', async () => {
    let count = 0
    const { app, upstream } = await openPlayed((exchange) => (++count === 1 ? refuse(exchange) : answer(exchange)))
    const texts = await readAll(textsOf(connect(app).generateTextStream('Count.', { model })))
    expect(texts).toEqual(['One', ' two'])
    expect(upstream.requests).toHaveLength(2)
  })

  it('never tries a stream again of which something has come', async () => {
    const { app, upstream } = await openPlayed(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'One' }))
      exchange.hangUp()
    })
    const texts: string[] = []
    const read = async () => {
      for await (const text of textsOf(connect(app).generateTextStream('Count.', { model }))) texts.push(text)
    }
    expect(await failureOf(read())).toMatchObject({ code: 'UNAVAILABLE', reason: 'STREAM_TRUNCATED' })
    expect(texts).toEqual(['One'])
    expect(upstream.requests).toHaveLength(1)
  })

  it('makes no call before its stream is read', async () => {
    const { app, upstream } = await openPlayed(answer)
    const client = connect(app)
    client.generateTextStream('Never read.', { model })
    await client.generateText('Count.', { model })
    expect(upstream.requests).toHaveLength(1)
  })

  it('makes no call for a signal that is aborted already', async () => {
    const { app, upstream } = await openPlayed(answer)
    const client = connect(app)
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await failureOf(client.generateText('Count.', { model, signal }))).toMatchObject({ code: 'CANCELLED' })
    const streamed = await failureOf(readAll(client.generateTextStream('Count.', { model, signal })))
    expect(streamed).toMatchObject({ code: 'CANCELLED' })
    expect(upstream.requests).toHaveLength(0)
  })

  it('rejects a count that is no whole number, and never throws before there is a promise', async () => {
    const { app, upstream } = await openPlayed(answer)
    await expect(connect(app).generateText('Count.', { model, maxOutputTokens: 1.5 })).rejects.toThrow(RangeError)
    expect(upstream.requests).toHaveLength(0)
  })

  it('ends a call whose signal is aborted while it runs', async () => {
    const { app, upstream } = await openPlayed(() => {})
    const controller = new AbortController()
    const call = failureOf(connect(app).generateText('Count.', { model, signal: controller.signal }))
    const exchange = await upstream.request(0)
    controller.abort(new Error('enough'))
    expect(await call).toMatchObject({ code: 'CANCELLED' })
    await exchange.closed
  })

  it('leaves nothing on a signal that outlives its calls', async () => {
    const { app } = await openPlayed(answer)
    const client = connect(app)
    const { signal } = new AbortController()
    await client.generateText('Count.', { model, signal })
    await readAll(client.generateTextStream('Count.', { model, signal }))
    for await (const _ of client.generateTextStream('Count.', { model, signal })) break
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('asks for its key before each call, and a call’s own goes first', async () => {
    const upstream = await openUpstream(answer)
    const app = await openApp(
      { providers: [playedProvider(upstream.url)] },
      { environment: { SWITCHYARD_API_KEY: OPERATOR } },
    )
    const keys = [OPERATOR, 'wrong', 'wrong']
    const client = connect(app, async () => keys.shift() ?? '')
    await client.generateText('Count.', { model })
    expect(await failureOf(client.generateText('Count.', { model }))).toMatchObject({ code: 'UNAUTHENTICATED' })
    const headers = { Authorization: `Bearer ${OPERATOR}` }
    expect((await client.generateText('Count.', { model, headers })).text).toBe('One two')
  })

  it('tells what was used, and has every other method of the contract', async () => {
    const { app } = await openPlayed(answer)
    const client = connect(app)
    await client.generateText('Count.', { model })
    expect((await client.getUsageStats('1h')).total).toMatchObject({ totalRequests: 1n })
    expect((await client.service(LLMService).getModel({ name: model })).model).toMatchObject({ name: model })
  })

  it('fails with what it knows when there is nobody', async () => {
    const { app } = await openPlayed(answer)
    const client = connect(app)
    await app.stop()
    const { message, ...error } = await failureOf(client.generateText('Count.', { model, timeoutMs: 20_000 }))
    expect(error).toMatchObject({
      code: 'UNAVAILABLE',
      reason: undefined,
      retryAfterMs: undefined,
      attempts: [],
      requestId: '',
    })
    expect(message).not.toBe('')
  })
})
