import { describe, expect, it } from 'vitest'
import { openApp, playedProvider, type RunningApp } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { type Door, doors, errorOf, llmOf } from '../support/clients.ts'
import { playChat, playChatStream } from '../support/openai-wire.ts'
import { Gate, readAll } from '../support/streams.ts'
import { openUpstream, type Upstream, type UpstreamHandler } from '../support/upstream.ts'

const ANSWER = { texts: ['One', ' two'] }
const NOTHING = { usage: { inputTokens: 0n, outputTokens: 0n }, cost: { total: { amountNanos: 0n } }, attempts: [] }

const text = { prompt: 'Count.', options: { model: 'm' }, idempotencyKey: 'key-1' }
const chat = { messages: [userMessage('Count.')], options: { model: 'm' }, idempotencyKey: 'key-1' }

async function open(play: UpstreamHandler): Promise<{ upstream: Upstream; app: RunningApp }> {
  const upstream = await openUpstream(play)
  const models = ['m', 'n']
  return { upstream, app: await openApp({ providers: [playedProvider(upstream.url, { models })] }) }
}

describe.each(doors)('a repeated call through %s', (door: Door) => {
  it('is answered with what the first one was, unary, and is not paid again', async () => {
    const { app, upstream } = await open((exchange) => playChat(exchange, ANSWER))
    const llm = llmOf(app, door)
    const first = await llm.generateText({ ...text, context: { traceId: 'try-1' } })
    const again = await llm.generateText({ ...text, context: { traceId: 'try-2' } })
    expect(again.text).toBe('One two')
    expect(first.info).toMatchObject({ replayedResponseId: '', attempts: [{ succeeded: true }] })
    const { provider, model, finishReason, selection } = first.info ?? {}
    expect(again.info).toMatchObject({ provider, model, finishReason, selection, ...NOTHING })
    expect(again.info).toMatchObject({ replayedResponseId: first.info?.responseId, context: { traceId: 'try-2' } })
    expect(again.info?.responseId).not.toBe(first.info?.responseId)
    await app.ended(2)
    expect(upstream.requests).toHaveLength(1)
    expect(app.rows()).toHaveLength(1)
    const lines = app.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'call')
    expect(lines[1]).toMatchObject({ replay_of: first.info?.responseId, attempts: 0, cost_nanos: 0, status: 'success' })
  })

  it('hears the same events, streamed, and has an end of its own', async () => {
    const { app, upstream } = await open((exchange) => playChatStream(exchange, ANSWER))
    const llm = llmOf(app, door)
    const [first, again] = [await readAll(llm.generateChatStream(chat)), await readAll(llm.generateChatStream(chat))]
    expect(again.slice(1, -1)).toEqual(first.slice(1, -1))
    const [paid, free] = [first, again].map((events) => {
      const last = events.at(-1)?.event
      return last?.case === 'finished' ? last.value.info : undefined
    })
    expect(free).toMatchObject({ replayedResponseId: paid?.responseId, ...NOTHING })
    expect(upstream.requests).toHaveLength(1)
  })

  it('is refused with another request', async () => {
    const { app, upstream } = await open((exchange) => playChat(exchange, ANSWER))
    const llm = llmOf(app, door)
    await llm.generateText(text)
    expect(await errorOf(llm.generateText({ ...text, prompt: 'Add.' }))).toMatchObject({
      code: 'InvalidArgument',
      reasons: ['IDEMPOTENCY_CONFLICT'],
      fields: ['idempotency_key'],
      retryMs: undefined,
    })
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('a repeated call', () => {
  it('while the first one runs waits for its answer', async () => {
    const gate = new Gate()
    const { app, upstream } = await open((exchange) => playChatStream(exchange, ANSWER, gate.wait))
    const streams = [1, 2, 3].map(() => readAll(llmOf(app).generateChatStream(chat)))
    await upstream.request(0)
    gate.open(2)
    const [first, ...twins] = await Promise.all(streams)
    for (const twin of twins) expect(twin.slice(1, -1)).toEqual(first?.slice(1, -1))
    await app.ended(3)
    expect(upstream.requests).toHaveLength(1)
    expect(app.rows()).toHaveLength(1)
  })

  it('waits no longer than its own deadline', async () => {
    const gate = new Gate()
    const { app, upstream } = await open((exchange) => playChatStream(exchange, ANSWER, gate.wait))
    const first = readAll(llmOf(app).generateChatStream(chat))
    await upstream.request(0)
    const twin = readAll(llmOf(app).generateChatStream(chat, { timeoutMs: 200 }))
    expect((await errorOf(twin)).code).toBe('DeadlineExceeded')
    gate.open(2)
    expect((await first).at(-1)?.event.case).toBe('finished')
  })

  it('after a failure asks again', async () => {
    const { app, upstream } = await open((exchange) => exchange.sendJson(400, {}))
    const llm = llmOf(app)
    expect((await errorOf(llm.generateText(text))).reasons).toEqual(['UPSTREAM_REJECTED'])
    upstream.play((exchange) => playChat(exchange, ANSWER))
    expect(await llm.generateText(text)).toMatchObject({ text: 'One two', info: { replayedResponseId: '' } })
  })

  it('is the same after a reload, whatever the operator’s defaults are then', async () => {
    const { app, upstream } = await open((exchange) => playChat(exchange, ANSWER))
    const first = await llmOf(app).generateText(text)
    const models = ['m']
    await app.reload({ providers: [playedProvider(upstream.url, { models })], default_options: { temperature: 0.5 } })
    const again = await llmOf(app).generateText(text)
    expect(again.info?.replayedResponseId).toBe(first.info?.responseId)
    expect(upstream.requests).toHaveLength(1)
  })

  it('of a comparison repeats each model’s answer by itself', async () => {
    const { app, upstream } = await open((exchange) => playChat(exchange, ANSWER))
    const llm = llmOf(app)
    await readAll(llm.compareChat({ models: ['m'], request: chat }))
    await readAll(llm.compareChat({ models: ['m', 'n'], request: chat }))
    const asked = upstream.requests.map((exchange) => exchange.json.model)
    expect(asked).toEqual(['m', 'n'])
    await llm.generateChat(chat)
    expect(upstream.requests).toHaveLength(3)
  })
})
