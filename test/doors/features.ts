import { expect } from 'vitest'
import { chatToolCalls } from '../e2e/answers.ts'
import { base64Vector, embeddingList, playChat, playChatStream } from '../support/openai-wire.ts'
import { Gate } from '../support/streams.ts'
import type { Upstream, UpstreamExchange } from '../support/upstream.ts'
import { type Abilities, type Ability, DoorError, type Question, type Said } from './tested-door.ts'

/** A requirement of the API that a door is tested for. */
export interface Feature {
  readonly id: string
  readonly title: string
  /** What of the door it takes; a door without one of these cannot carry it. */
  readonly needs: readonly Ability[]
  readonly show: (door: Abilities, upstream: Upstream) => Promise<void>
}

const ANSWER = { texts: ['One', ' two', ' three'], inputTokens: 1200, outputTokens: 34 }
/** 1,200 tokens at 2 and 34 at 10 dollars a million. */
const COST_NANOS = 2_740_000n
const options = { model: 'm' }
const question: Question = { turns: [{ role: 'user', text: 'Count.' }], options }
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const WEATHER = { name: 'weather', schema: { type: 'object', properties: { city: { type: 'string' } } } }
const CALL = { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' }

/** All the door must tell of an answer, as far as its form has a place for it. */
const WHOLE = {
  text: 'One two three',
  toolCalls: [],
  finish: 'stop',
  model: 'played-model',
  inputTokens: 1200,
  outputTokens: 34,
}

export const features: readonly Feature[] = [
  feature('A1', 'text, whole', ['text'], async (door) => {
    expect(await door.text('Count.', options)).toMatchObject(WHOLE)
  }),
  feature('A1', 'text, piece by piece', ['textStream'], async (door, upstream) => {
    await expectPieces(upstream, () => door.textStream('Count.', options))
  }),
  feature('A2', 'chat, whole', ['chat'], async (door) => {
    expect(await door.chat(question)).toMatchObject(WHOLE)
  }),
  feature('A2', 'chat, piece by piece', ['chatStream'], async (door, upstream) => {
    await expectPieces(upstream, () => door.chatStream(question))
  }),
  feature('A3', 'options reach the provider, and only those', ['chat'], async (door, upstream) => {
    const given = { ...options, maxOutputTokens: 99, temperature: 0.25, topP: 0.5 }
    await door.chat({ ...question, options: given })
    const { json } = lastRequest(upstream)
    expect(json).toMatchObject({ max_tokens: 99, temperature: 0.25, top_p: 0.5 })
    for (const name of ['seed', 'stop', 'tools', 'presence_penalty']) expect(json).not.toHaveProperty(name)
  }),
  feature('A4', 'pictures', ['chat'], async (door, upstream) => {
    const image = { mediaType: 'image/png', base64: PIXEL }
    await door.chat({ ...question, turns: [{ role: 'user', text: 'What is it?', image }] })
    const { messages } = lastRequest(upstream).json
    expect(JSON.stringify(messages)).toContain(`data:image/png;base64,${PIXEL}`)
  }),
  feature('A4', 'tools, there and back', ['chat', 'chatStream'], showTools),
  feature('A4', 'a schema for the answer', ['chat'], async (door, upstream) => {
    const schema = {
      type: 'object',
      properties: { n: { type: 'number' } },
      required: ['n'],
      additionalProperties: false,
    }
    await door.chat({ ...question, schema })
    expect(lastRequest(upstream).json.response_format).toMatchObject({ type: 'json_schema', json_schema: { schema } })
  }),
  feature('A5', 'who answered, usage and cost', ['chat', 'chatStream'], async (door) => {
    for (const said of [await door.chat(question), await rest(door.chatStream(question))]) {
      expect(said).toMatchObject({ ...WHOLE, id: expect.stringMatching(/[0-9a-f-]{32}/) })
      expect(said).toMatchObject({ provider: 'played', costNanos: COST_NANOS })
    }
  }),
  feature('A6', 'a stream that is cut is an error', ['chatStream'], async (door, upstream) => {
    upstream.play(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent({ model: 'm', choices: [{ index: 0, delta: { content: 'Half' }, finish_reason: null }] })
      exchange.hangUp()
    })
    expect(await errorOf(rest(door.chatStream(question)))).toMatchObject({ reason: 'STREAM_TRUNCATED' })
  }),
  feature('A7', 'embeddings', ['embed'], async (door, upstream) => {
    upstream.play((exchange) => exchange.sendJson(200, embeddingList([base64Vector([0.5, -1]), base64Vector([2, 3])])))
    expect(await door.embed('vectors', ['a', 'b'])).toEqual([
      [0.5, -1],
      [2, 3],
    ])
  }),
  feature('A7', 'counts of tokens', ['countTokens'], async (door) => {
    expect(await door.countTokens(question)).toBeGreaterThan(0)
  }),
  feature('A7', 'the models', ['listModels'], async (door) => {
    expect(await door.listModels()).toEqual(expect.arrayContaining(['m', 'vectors']))
  }),
  feature('A7', 'one model', ['getModel'], async (door) => {
    expect(await door.getModel('m')).toBe('m')
  }),
  feature('A8', 'several models at once', ['compare'], async (door) => {
    expect(await door.compare(question, ['m', 'nothing'])).toEqual(['One two three', 'MODEL_NOT_FOUND'])
  }),
  feature('A9', 'a test of a model', ['testModel'], async (door) => {
    expect(await door.testModel('m')).toBe(true)
  }),
  feature('A9', 'the health of the service', ['health'], async (door) => {
    expect(await door.health()).toBe(true)
  }),
  feature('A10', 'a bad field is named', ['chat'], async (door) => {
    const error = await errorOf(door.chat({ ...question, options: { ...options, temperature: 9 } }))
    expect(error).toMatchObject({ reason: 'INVALID_REQUEST', fields: [expect.stringMatching(/temperature$/)] })
  }),
  feature('A10', 'an error has its reason', ['chat', 'chatStream'], async (door) => {
    const unknown = { ...question, options: { model: 'nothing' } }
    expect(await errorOf(door.chat(unknown))).toMatchObject({ reason: 'MODEL_NOT_FOUND' })
    expect(await errorOf(rest(door.chatStream(unknown)))).toMatchObject({ reason: 'MODEL_NOT_FOUND' })
  }),
  feature('A10', 'when to try again', ['chat'], async (door, upstream) => {
    upstream.play((exchange) => exchange.sendJson(429, { error: { message: 'Slow.' } }, { 'retry-after': '70' }))
    const error = await errorOf(door.chat(question))
    expect(error).toMatchObject({ reason: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 70_000 })
  }),
  feature('A11', 'cancelling stops the provider', ['chatStream'], async (door, upstream) => {
    const gate = new Gate()
    upstream.play((exchange) => playChatStream(exchange, ANSWER, gate.wait))
    const controller = new AbortController()
    const pieces = door.chatStream(question, { signal: controller.signal })
    gate.open()
    expect(await pieces.next()).toEqual({ done: false, value: 'One' })
    controller.abort()
    await pieces.next().catch(() => {})
    await lastRequest(upstream).closed
  }),
  feature('A11', 'a deadline ends the call and stops the provider', ['chat'], async (door, upstream) => {
    const asked = Promise.withResolvers<UpstreamExchange>()
    upstream.play((exchange) => asked.resolve(exchange))
    expect(await errorOf(door.chat(question, { timeoutMs: 300 }))).toMatchObject({ reason: 'DEADLINE_EXCEEDED' })
    await (await asked.promise).closed
  }),
  feature('A12', 'a repeated key is not paid twice', ['chat'], async (door, upstream) => {
    const keyed = { ...question, idempotencyKey: `key-${upstream.requests.length}` }
    await door.chat(keyed)
    const before = upstream.requests.length
    expect(await door.chat(keyed)).toMatchObject({ text: WHOLE.text, finish: 'stop', model: 'played-model' })
    expect(upstream.requests.length).toBe(before)
  }),
  feature('R7', 'the trace of the caller', ['chat'], async (door) => {
    const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }
    expect(await door.chat(question, { headers })).toMatchObject({ traceId: TRACE })
  }),
  feature('U4', 'statistics', ['statistics', 'chat'], async (door) => {
    const before = await door.statistics()
    await door.chat(question)
    expect(await door.statistics()).toBe(before + 1)
  }),
]

function feature<const Needed extends Ability>(
  id: string,
  title: string,
  needs: readonly Needed[],
  show: (door: Pick<Abilities, Needed>, upstream: Upstream) => Promise<void>,
): Feature {
  return {
    id,
    title,
    needs,
    show: (door, upstream) => {
      upstream.play((exchange) => playChat(exchange, ANSWER))
      return show(door, upstream)
    },
  }
}

/** Each piece is there as soon as the provider has said it. */
async function expectPieces(upstream: Upstream, ask: () => AsyncGenerator<string, Said>): Promise<void> {
  const gate = new Gate()
  upstream.play((exchange) => playChatStream(exchange, ANSWER, gate.wait))
  const pieces = ask()
  for (const value of ANSWER.texts) {
    gate.open()
    expect(await pieces.next()).toEqual({ done: false, value })
  }
  expect(await pieces.next()).toMatchObject({ done: true, value: WHOLE })
}

async function showTools(door: Pick<Abilities, 'chat' | 'chatStream'>, upstream: Upstream): Promise<void> {
  const asked = { ...question, tools: [WEATHER] }
  upstream.play((exchange) => chatToolCalls(exchange, [CALL]))
  const whole = await door.chat(asked)
  const streamed = await rest(door.chatStream(asked))
  for (const said of [whole, streamed]) expect(said).toMatchObject({ finish: 'tool_calls', toolCalls: [CALL] })
  upstream.play((exchange) => playChat(exchange, ANSWER))
  const answer = { role: 'tool', toolCallId: CALL.id, text: 'Rain.' } as const
  const turns = [...asked.turns, { role: 'assistant', toolCalls: whole.toolCalls } as const, answer]
  expect(await door.chat({ ...asked, turns })).toMatchObject(WHOLE)
  const { messages, tools } = lastRequest(upstream).json
  expect(tools).toMatchObject([{ type: 'function', function: { name: 'weather', parameters: WEATHER.schema } }])
  expect(messages.slice(1)).toMatchObject([
    { role: 'assistant', tool_calls: [{ id: CALL.id, function: { name: 'weather', arguments: CALL.arguments } }] },
    { role: 'tool', tool_call_id: CALL.id, content: 'Rain.' },
  ])
}

function lastRequest({ requests }: Upstream) {
  const last = requests.at(-1)
  if (!last) throw new Error('Nothing reached the provider.')
  return last
}

/** Reads a stream to its end. */
async function rest(pieces: AsyncGenerator<string, Said>): Promise<Said> {
  let text = ''
  for (;;) {
    const next = await pieces.next()
    if (next.done) {
      expect(next.value.text).toBe(text)
      return next.value
    }
    text += next.value
  }
}

async function errorOf(call: Promise<unknown>): Promise<DoorError> {
  const thrown = await call.then(
    () => new Error('It was answered.'),
    (error: unknown) => error,
  )
  if (!(thrown instanceof DoorError)) throw thrown
  return thrown
}
