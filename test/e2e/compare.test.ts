import { describe, expect, it } from 'vitest'
import type { CompareChatResponse } from '#gen/switchyard/v1/generation_pb.js'
import { metricOf, openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { type Door, doors, errorOf, llmOf } from '../support/clients.ts'
import { chatDelta, playChatStream } from '../support/openai-wire.ts'
import { Gate, readAll } from '../support/streams.ts'
import { openUpstream, type Upstream, type UpstreamExchange, type UpstreamHandler } from '../support/upstream.ts'

const MODELS = ['a', 'b', 'c']
const CONTEXT = { traceId: 'trace-1', sourceAgent: 'planner' }
const conversation = { messages: [userMessage('Count.')], context: CONTEXT, options: { retry: { maxRetries: 0 } } }

/** The service before an upstream with three models, whose own names for them are these with `-1` behind. */
async function open(play: UpstreamHandler): Promise<{ upstream: Upstream; app: RunningApp }> {
  const upstream = await openUpstream(play)
  const price = { input: '2', output: '10' }
  const models = MODELS.map((name) => ({ name, upstream_name: `${name}-1`, price }))
  const app = await openApp({ providers: [playedProvider(upstream.url, { models })] })
  return { upstream, app }
}

/** What one model said: the kinds of its events, its text, and how it ended. */
function answerOf(responses: readonly CompareChatResponse[], index: number) {
  const events = responses.filter(({ modelIndex }) => modelIndex === index).map(({ event }) => event)
  const pieces = events.flatMap((event) => (event.case === 'answer' ? [event.value.event] : []))
  const text = pieces.map((piece) =>
    piece.case === 'partDelta' && piece.value.delta.case === 'text' ? piece.value.delta.value : '',
  )
  const last = pieces.at(-1)
  const end = events.at(-1)
  return {
    first: pieces[0]?.case,
    text: text.join(''),
    info: last?.case === 'finished' ? last.value.info : undefined,
    failure: end?.case === 'failure' ? end.value : undefined,
  }
}

const modelOf = (exchange: UpstreamExchange) => String(exchange.json.model)
const says: UpstreamHandler = (exchange) => playChatStream(exchange, { texts: ['One', ` ${modelOf(exchange)}`] })

/** Begins to speak and says nothing more. */
const stalls: UpstreamHandler = async (exchange) => {
  exchange.startEvents()
  await exchange.sendEvent(chatDelta({ content: 'Well' }))
}

async function nothingIsLeft(app: RunningApp, upstream: Upstream): Promise<void> {
  expect(upstream.openSockets).toBe(0)
  expect(metricOf(await app.metrics(), 'llm_active_requests', 'provider="played"')).toBe(0)
}

describe.each(doors)('CompareChat through %s', (door: Door) => {
  it('brings what one model says while the others still think', async () => {
    const gates = new Map(MODELS.map((name) => [`${name}-1`, new Gate()]))
    const texts = ['One', ' two']
    const { app } = await open((exchange) => playChatStream(exchange, { texts }, gates.get(modelOf(exchange))?.wait))
    const stream = llmOf(app, door).compareChat({ models: MODELS, request: conversation })[Symbol.asyncIterator]()
    const order: string[] = []
    for (const name of ['c', 'a', 'b', 'b', 'c', 'a']) {
      gates.get(`${name}-1`)?.open()
      order.push(await nextText(stream))
    }
    expect(order).toEqual(['2 One', '0 One', '1 One', '1  two', '2  two', '0  two'])
    expect((await readAll({ [Symbol.asyncIterator]: () => stream })).length).toBeGreaterThan(0)
  })

  it('ends every call when the caller cancels', async () => {
    const { app, upstream } = await open(stalls)
    const controller = new AbortController()
    const options = { signal: controller.signal }
    const stream = llmOf(app, door).compareChat({ models: MODELS, request: conversation }, options)
    const cancelOnceHeard = async () => {
      const heard = new Set<number>()
      for await (const { modelIndex, event } of stream) {
        if (event.case === 'answer' && event.value.event.case === 'partDelta') heard.add(modelIndex)
        if (heard.size === MODELS.length) controller.abort()
      }
    }
    expect((await errorOf(cancelOnceHeard())).code).toBe('Canceled')
    await Promise.all(upstream.requests.map(({ closed }) => closed))
    await app.ended(3)
    expect(app.rows().map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    await nothingIsLeft(app, upstream)
  })

  it('ends every call when the deadline passes', async () => {
    const { app, upstream } = await open(stalls)
    const compared = readAll(
      llmOf(app, door).compareChat({ models: MODELS, request: conversation }, { timeoutMs: 300 }),
    )
    expect((await errorOf(compared)).code).toBe('DeadlineExceeded')
    await Promise.all([0, 1, 2].map(async (index) => (await upstream.request(index)).closed))
    await app.ended(3)
    expect(app.rows()).toHaveLength(3)
    await nothingIsLeft(app, upstream)
  })
})

describe('CompareChat', () => {
  it('makes a call of each model, in the ledger, the log and the metrics', async () => {
    const { app, upstream } = await open(says)
    const request = { ...conversation, options: { ...conversation.options, model: 'nothing', maxOutputTokens: 7n } }
    const responses = await readAll(llmOf(app).compareChat({ models: MODELS, request }))
    await app.ended(3)
    const answers = MODELS.map((_, index) => answerOf(responses, index))
    expect(answers.map(({ text }) => text)).toEqual(['One a-1', 'One b-1', 'One c-1'])
    for (const { first, info } of answers) {
      expect(first).toBe('started')
      expect(info).toMatchObject({
        context: CONTEXT,
        usage: { outputTokens: 5n },
        cost: { total: { currencyCode: 'USD' } },
      })
      expect(info?.latency).toBeDefined()
    }
    const ids = answers.map(({ info }) => info?.responseId)
    expect(new Set(ids).size).toBe(3)
    expect(
      app
        .rows()
        .map((row) => row.call_id)
        .toSorted(),
    ).toEqual(ids.toSorted())
    const lines = app.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'call')
    expect(lines.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    for (const line of lines)
      expect(line).toMatchObject({ trace_id: 'trace-1', operation: 'compare', status: 'success' })
    for (const name of MODELS) {
      const labels = `provider="played",model="${name}",status="success"`
      expect(metricOf(await app.metrics(), 'llm_requests_total', labels)).toBe(1)
    }
    expect(
      upstream.requests.map((exchange) => exchange.json.max_tokens ?? exchange.json.max_completion_tokens),
    ).toEqual([7, 7, 7])
  })

  it('gives all calls one trace where the caller names none', async () => {
    const { app } = await open(says)
    await readAll(llmOf(app).compareChat({ models: MODELS, request: { messages: conversation.messages } }))
    const traces = new Set(app.rows().map((row) => row.trace_id))
    expect([...traces]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
  })

  it('goes on with the others when one fails at once or amid its answer', async () => {
    const gate = new Gate()
    const { app } = await open(async (exchange) => {
      switch (modelOf(exchange)) {
        case 'a-1':
          return exchange.sendJson(401, {})
        case 'b-1':
          await stalls(exchange)
          return exchange.hangUp()
        default:
          return playChatStream(exchange, { texts: ['One'] }, gate.wait)
      }
    })
    const responses: CompareChatResponse[] = []
    for await (const response of llmOf(app).compareChat({ models: MODELS, request: conversation })) {
      responses.push(response)
      if (responses.filter(({ event }) => event.case === 'failure').length === 2) gate.open()
    }
    expect(answerOf(responses, 0)).toMatchObject({ text: '', failure: { code: 9, reason: 'UPSTREAM_AUTH' } })
    expect(answerOf(responses, 1)).toMatchObject({ text: 'Well', failure: { code: 14, reason: 'STREAM_TRUNCATED' } })
    expect(answerOf(responses, 2)).toMatchObject({ text: 'One', failure: undefined, info: { finishReason: 1 } })
  })

  it('tells of models that there are not, or that may not be called, each by itself', async () => {
    const upstream = await openUpstream(says)
    const models = ['a', 'b']
    const app = await openApp({ providers: [playedProvider(upstream.url, { models })], allowed_models: ['a'] })
    const compared = { models: ['b', 'a', 'nothing'], request: conversation }
    const responses = await readAll(llmOf(app).compareChat(compared))
    expect(answerOf(responses, 0).failure).toMatchObject({ code: 7, reason: 'MODEL_NOT_ALLOWED' })
    expect(answerOf(responses, 1).text).toBe('One a')
    expect(answerOf(responses, 2).failure).toMatchObject({ code: 5, reason: 'MODEL_NOT_FOUND' })
    expect(metricOf(await app.metrics(), 'llm_governance_violations_total')).toBe(1)
  })

  it('bounds each model by the timeout of the options, and still ends well', async () => {
    const { app, upstream } = await open((exchange) =>
      modelOf(exchange) === 'b-1' ? stalls(exchange) : says(exchange),
    )
    const request = { ...conversation, options: { timeout: { nanos: 300_000_000 } } }
    const responses = await readAll(llmOf(app).compareChat({ models: ['a', 'b'], request }))
    expect(answerOf(responses, 0).text).toBe('One a-1')
    expect(answerOf(responses, 1)).toMatchObject({ text: 'Well', failure: { reason: 'DEADLINE_EXCEEDED' } })
    const stalled = upstream.requests.find((exchange) => modelOf(exchange) === 'b-1')
    await stalled?.closed
  })
})

/** The next piece of text, behind the number of the model that said it. */
async function nextText(stream: AsyncIterator<CompareChatResponse>): Promise<string> {
  for (;;) {
    const { value } = await stream.next()
    const event = value?.event.case === 'answer' ? value.event.value.event : undefined
    if (event?.case !== 'partDelta' || event.value.delta.case !== 'text') continue
    if (event.value.delta.value !== '') return `${value.modelIndex} ${event.value.delta.value}`
  }
}
