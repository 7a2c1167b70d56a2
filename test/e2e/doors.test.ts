import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HealthState } from '#gen/switchyard/v1/health_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { clientsOf, doors, errorOf } from '../support/clients.ts'
import { playChat, playChatStream } from '../support/openai-wire.ts'
import { Gate, readAll, sequencesOf } from '../support/streams.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

const USAGE = { inputTokens: 1200, outputTokens: 34 }
/** 1,200 tokens at 2 and 34 at 10 dollars a million. */
const COST_NANOS = 2_740_000n
const TEXTS = ['One', ' two', ' three']
const ANSWER = { texts: TEXTS, ...USAGE }
const CONTEXT = { traceId: 'trace-1', sourceAgent: 'planner', sessionId: 'session-1' }
const TOOL = { name: 'look', parametersSchema: '[]' }
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

let upstream: Upstream
let app: RunningApp

beforeAll(async () => {
  upstream = await startUpstream((exchange) => playChat(exchange, ANSWER))
  const mock = { name: 'mock', adapter: 'mock', models: ['mock-fast'] }
  app = await startTestApp({
    providers: [playedProvider(upstream.url), mock],
    routes: [ROUTE],
    circuit: { failure_threshold: 10_000, account_failure_threshold: 10_000 },
  })
})

const ROUTE = { name: 'way', targets: [{ provider: 'played', model: 'm' }] }

afterAll(async () => {
  await app.stop()
  await upstream.close()
})

const chat = { messages: [userMessage('Count.')], options: { model: 'm' }, context: CONTEXT }
const text = { prompt: 'Count.', options: { model: 'm' }, context: CONTEXT }

/** Every field of what an answer must carry. */
const INFO = {
  responseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  createTime: expect.objectContaining({ seconds: expect.any(BigInt) }),
  model: 'played-model',
  provider: 'played',
  finishReason: FinishReason.STOP,
  rawFinishReason: 'stop',
  usage: expect.objectContaining({ inputTokens: 1200n, outputTokens: 34n, estimated: false }),
  cost: expect.objectContaining({
    total: expect.objectContaining({ currencyCode: 'USD', amountNanos: COST_NANOS }),
    estimated: false,
  }),
  latency: expect.objectContaining({ nanos: expect.any(Number) }),
  cacheHit: false,
  attempts: [expect.objectContaining({ provider: 'played', model: 'played-model', succeeded: true, errorReason: 0 })],
  selection: expect.objectContaining({ route: '', reason: 'The caller named this model.' }),
  context: expect.objectContaining(CONTEXT),
  warnings: [],
}

describe.each(doors)('through %s', (door) => {
  const clients = () => clientsOf(app, door)

  it('GenerateText tells the text and all about it', async () => {
    const { text: said, info } = await clients().llm.generateText(text)
    expect(said).toBe('One two three')
    expect(info).toMatchObject(INFO)
    expect(info?.timeToFirstToken).toBeUndefined()
  })

  it('GenerateChat tells the message and all about it', async () => {
    const { message, info } = await clients().llm.generateChat(chat)
    expect(message).toMatchObject({ role: 3, parts: [{ content: { case: 'text', value: 'One two three' } }] })
    expect(info).toMatchObject(INFO)
  })

  it('GenerateTextStream brings each piece as soon as the provider says it', async () => {
    const gate = new Gate()
    upstream.play((exchange) => playChatStream(exchange, ANSWER, gate.wait))
    const pieces = clients().llm.generateTextStream(text)[Symbol.asyncIterator]()
    const events = []
    for (const piece of TEXTS) {
      gate.open()
      if (events.length === 0) events.push((await pieces.next()).value)
      const { value } = await pieces.next()
      expect(value?.event).toEqual({ case: 'textDelta', value: piece })
      events.push(value)
    }
    events.push((await pieces.next()).value)
    upstream.play((exchange) => playChat(exchange, ANSWER))
    expect(sequencesOf(events)).toEqual([1n, 2n, 3n, 4n, 5n])
    expect(events[0]?.event).toMatchObject({ case: 'started', value: { model: 'played-model', provider: 'played' } })
    const last = events.at(-1)?.event
    if (last?.case !== 'finished') throw new Error(`The stream ended in ${last?.case}.`)
    expect(last.value.info).toMatchObject({ ...INFO, timeToFirstToken: { nanos: expect.any(Number) } })
    expect(await pieces.next()).toMatchObject({ done: true })
  })

  it('GenerateChatStream begins with `started`, numbers its events and ends with `finished`', async () => {
    const events = []
    for await (const event of clients().llm.generateChatStream(chat)) events.push(event)
    expect(sequencesOf(events)).toEqual(events.map((_, index) => BigInt(index + 1)))
    expect(events[0]?.event.case).toBe('started')
    expect(events.map(({ event }) => event.case)).toContain('partDelta')
    const last = events.at(-1)?.event
    if (last?.case !== 'finished') throw new Error(`The stream ended in ${last?.case}.`)
    expect(last.value.info).toMatchObject({ ...INFO, timeToFirstToken: { nanos: expect.any(Number) } })
  })

  it('the mock answers without a network', async () => {
    const options = { model: 'mock-instant' }
    const { text: said, info } = await clients().llm.generateText({ prompt: 'Hello!', options })
    expect(said).toContain('You said: Hello!')
    expect(info).toMatchObject({ provider: 'mock', model: 'mock-instant', usage: { estimated: false } })
    const events = []
    for await (const { event } of clients().llm.generateTextStream({ prompt: 'Hello!', options })) events.push(event)
    expect(events.at(-1)?.case).toBe('finished')
    expect(events.flatMap((event) => (event.case === 'textDelta' ? event.value : '')).join('')).toBe(said)
  })

  it('the context of headers comes back', async () => {
    const headers = { 'x-trace-id': 'trace-2', 'x-source-agent': 'agent 2', 'x-session-id': 'session-2' }
    const named = await clients().llm.generateText({ prompt: 'x', options: { model: 'm' } }, { headers })
    expect(named.info?.context).toMatchObject({ traceId: 'trace-2', sourceAgent: 'agent 2', sessionId: 'session-2' })
    const traced = { headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` } }
    const { info } = await clients().llm.generateText({ prompt: 'x', options: { model: 'm' } }, traced)
    expect(info?.context?.traceId).toBe(TRACE)
  })

  it('a route is named in the answer', async () => {
    const { info } = await clients().llm.generateText({ prompt: 'x', options: { model: 'way' } })
    expect(info?.selection).toMatchObject({ route: 'way', reason: 'The caller named this route.' })
  })

  it('ListModels pages and GetModel tells one', async () => {
    const { llm } = clients()
    const first = await llm.listModels({ pageSize: 1 })
    const second = await llm.listModels({ pageSize: 5, pageToken: first.nextPageToken })
    expect([...first.models, ...second.models].map(({ name }) => name)).toEqual(['m', 'mock-fast', 'way'])
    expect(second.nextPageToken).toBe('')
    const { model } = await llm.getModel({ name: 'm' })
    expect(model).toMatchObject({ providers: ['played'], price: { input: { amountNanos: 2_000_000_000n } } })
  })

  it('TestModel tells whether a model answers', async () => {
    const { llm } = clients()
    expect(await llm.testModel({ model: 'm' })).toMatchObject({ success: true, provider: 'played', errorReason: '' })
    expect(await llm.testModel({ model: 'mock-error-upstream-auth' })).toMatchObject({
      success: false,
      provider: 'mock',
      errorReason: 'UPSTREAM_AUTH',
    })
  })

  it('GetStatistics counts what was called', async () => {
    const before = (await clients().usage.getStatistics({ timeframe: '1h' })).total
    await clients().llm.generateText(text)
    const { total, models } = await clients().usage.getStatistics({ timeframe: '1h' })
    expect(total?.totalRequests).toBe((before?.totalRequests ?? 0n) + 1n)
    expect(total?.cost?.total?.amountNanos).toBe((before?.cost?.total?.amountNanos ?? 0n) + COST_NANOS)
    expect(models.map(({ model }) => model)).toContain('played-model')
  })

  it('GetServiceHealth tells how the service and its models do', async () => {
    await clients().llm.generateText(text)
    const health = await clients().admin.getServiceHealth({})
    expect(health).toMatchObject({ dependencies: [{ name: 'store', state: HealthState.HEALTHY }] })
    expect(health.models.find(({ provider }) => provider === 'played')).toMatchObject({ circuit: 'closed' })
  })

  it.each([
    ['MODEL_NOT_FOUND', 'NotFound', { prompt: 'x', options: { model: 'nothing' } }],
    ['INVALID_REQUEST', 'InvalidArgument', { prompt: '' }],
    ['UPSTREAM_AUTH', 'FailedPrecondition', { prompt: 'x', options: { model: 'mock-error-upstream-auth' } }],
    ['UPSTREAM_CONFLICT', 'Aborted', { prompt: 'x', options: { model: 'mock-error-upstream-conflict' } }],
  ])('an error has one ErrorInfo: %s', async (reason, code, request) => {
    const { llm } = clients()
    const options = 'options' in request ? { ...request.options, retry: { maxRetries: 0 } } : {}
    const unary = await errorOf(llm.generateText({ ...request, options }))
    expect(unary).toMatchObject({ code, reasons: [reason] })
    const streamed = await errorOf(readAll(llm.generateTextStream({ ...request, options })))
    expect(streamed).toMatchObject({ code, reasons: [reason] })
  })

  it('CompareChat asks several models, and tells of each by its index', async () => {
    const models = ['m', 'nothing', 'mock-instant']
    const events = await readAll(clients().llm.compareChat({ models, request: chat }))
    const [played, unknown, mock] = models.map((_, index) => events.filter(({ modelIndex }) => modelIndex === index))
    expect(unknown).toMatchObject([{ event: { case: 'failure', value: { code: 5, reason: 'MODEL_NOT_FOUND' } } }])
    for (const answered of [played, mock]) {
      const pieces = answered?.map(({ event }) => (event.case === 'answer' ? event.value : undefined)) ?? []
      expect(sequencesOf(pieces)).toEqual(pieces.map((_, index) => BigInt(index + 1)))
      expect(pieces[0]?.event.case).toBe('started')
      expect(pieces.at(-1)?.event.case).toBe('finished')
    }
    const last = played?.at(-1)?.event
    const finished = last?.case === 'answer' ? last.value.event : undefined
    if (finished?.case !== 'finished') throw new Error('The answer has no end.')
    expect(finished.value.info).toMatchObject({ ...INFO, timeToFirstToken: { nanos: expect.any(Number) } })
  })

  it.each([
    ['request', { models: ['m'] }],
    ['request.messages', { models: ['m'], request: { messages: [] } }],
    ['models', { models: [], request: chat }],
    ['models', { models: ['m', 'm'], request: chat }],
    ['models[1]', { models: ['m', ' '], request: chat }],
    ['models', { models: [...'abcdefghi'], request: chat }],
    ['request.tools[0].parameters_schema', { models: ['m'], request: { ...chat, tools: [TOOL] } }],
  ])('CompareChat refuses a bad %s as a whole', async (field, request) => {
    expect(await errorOf(readAll(clients().llm.compareChat(request)))).toMatchObject({
      code: 'InvalidArgument',
      reasons: ['INVALID_REQUEST'],
      fields: [field],
    })
  })
})
