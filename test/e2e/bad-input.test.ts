import { create, fromJson, type JsonValue } from '@bufbuild/protobuf'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GenerateChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { type Door, errorOf, llmOf, type SeenError } from '../support/clients.ts'
import { playChat } from '../support/openai-wire.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'
import { connectEnd, postJson, seenJson } from './raw-web.ts'

let upstream: Upstream
let app: RunningApp

beforeAll(async () => {
  upstream = await startUpstream((exchange) => playChat(exchange, { texts: ['Hi'] }))
  app = await startTestApp({ providers: [playedProvider(upstream.url)] })
})

/** How often the provider was asked and how many rows there are, before each test. */
let before = [0, 0]
const counts = () => [upstream.requests.length, app.rows().length]

beforeEach(() => {
  before = counts()
})

afterAll(async () => {
  await app.stop()
  await upstream.close()
})

type Way = Door | 'JSON by hand' | 'JSON stream by hand'
const ways: readonly Way[] = ['grpc-js', 'gRPC-Web h1', 'JSON by hand', 'JSON stream by hand']
const big: readonly Door[] = ['grpc-js', 'gRPC at the web port', 'Connect h2', 'Connect JSON h1', 'gRPC-Web h1']

/** Calls GenerateChat, or GenerateText for what has a prompt. */
async function errorThrough(way: Way, json: Record<string, JsonValue>): Promise<SeenError> {
  const method = 'prompt' in json ? 'GenerateText' : 'GenerateChat'
  if (way === 'JSON by hand') return seenJson(await (await postJson(app, method, JSON.stringify(json))).json())
  if (way === 'JSON stream by hand') return connectEnd(app, `${method}Stream`, JSON.stringify(json))
  const llm = llmOf(app, way)
  if ('prompt' in json) return errorOf(llm.generateText(fromJson(GenerateTextRequestSchema, json)))
  return errorOf(llm.generateChat(fromJson(GenerateChatRequestSchema, json)))
}

const text = (options: JsonValue) => ({ prompt: 'x', options })
const said = { role: 'ROLE_USER', parts: [{ text: 'x' }] }
const tool = (parametersSchema: string, name = 't') => ({ messages: [said], tools: [{ name, parametersSchema }] })
const format = (schema: string) => ({
  messages: [said],
  responseFormat: { jsonSchema: { name: 's', schema } },
})
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']))

const invalid: readonly [string, Record<string, JsonValue>, string][] = [
  ['an empty prompt', { prompt: '' }, 'prompt'],
  ['an empty system text', { prompt: 'x', system: '' }, 'system'],
  ['no messages', { messages: [] }, 'messages'],
  ['a message without parts', { messages: [{ role: 'ROLE_USER' }] }, 'messages[0].parts'],
  ['a part without content', { messages: [said, { role: 'ROLE_USER', parts: [{}] }] }, 'messages[1].parts[0].content'],
  ['a message without a role', { messages: [{ parts: [{ text: 'x' }] }] }, 'messages[0].role'],
  ['a role that does not exist', { messages: [{ role: 99, parts: [{ text: 'x' }] }] }, 'messages[0].role'],
  ['a temperature of 3', text({ temperature: 3 }), 'options.temperature'],
  ['a temperature below 0', text({ temperature: -0.1 }), 'options.temperature'],
  ['a temperature that is no number', text({ temperature: 'NaN' }), 'options.temperature'],
  ['an infinite temperature', text({ temperature: 'Infinity' }), 'options.temperature'],
  ['a top_p of 0', text({ topP: 0 }), 'options.top_p'],
  ['an infinite penalty', text({ presencePenalty: '-Infinity' }), 'options.presence_penalty'],
  ['no output tokens', text({ maxOutputTokens: '0' }), 'options.max_output_tokens'],
  ['too many output tokens', text({ maxOutputTokens: '9223372036854775807' }), 'options.max_output_tokens'],
  ['17 stops', text({ stop: Array(17).fill('x') }), 'options.stop'],
  ['an empty stop', text({ stop: ['a', ''] }), 'options.stop[1]'],
  ['an effort that does not exist', text({ reasoningEffort: 77 }), 'options.reasoning_effort'],
  ['a timeout of an hour and more', text({ timeout: '3601s' }), 'options.timeout'],
  ['a negative timeout', text({ timeout: '-1s' }), 'options.timeout'],
  ['11 retries', text({ retry: { maxRetries: 11 } }), 'options.retry.max_retries'],
  ['33 labels', text({ labels: many(33) }), 'options.labels'],
  ['a long label', text({ labels: { key: 'v'.repeat(257) } }), 'options.labels["key"]'],
  ['a label’s key in capitals', text({ labels: { KEY: 'v' } }), 'options.labels["KEY"]'],
  ['a trace id with a line break', { prompt: 'x', context: { traceId: 'a\nb' } }, 'context.trace_id'],
  ['a tool schema that is no JSON', tool('{"type":'), 'tools[0].parameters_schema'],
  ['a tool schema that is no object', tool('[1]'), 'tools[0].parameters_schema'],
  ['a tool’s name with a space', tool('{}', 'a b'), 'tools[0].name'],
  ['an answer’s schema that is no JSON', format('{{'), 'response_format.json_schema.schema'],
  ['an answer’s schema that is null', format('null'), 'response_format.json_schema.schema'],
  ['a model like a path', text({ model: '../../etc/passwd' }), 'options.model'],
  ['a model with NUL', text({ model: 'm\u0000' }), 'options.model'],
  ['a model written from right to left', text({ model: '\u202em' }), 'options.model'],
  ['a model with a line break', text({ model: 'm\n' }), 'options.model'],
  ['a model that looks like another', text({ model: 'ｍ' }), 'options.model'],
  ['a model without a name', text({ model: '' }), 'options.model'],
  ['a long model', text({ model: 'm'.repeat(257) }), 'options.model'],
]

describe.each(ways)('through %s', (way) => {
  it.each(invalid)('%s is refused by its field', async (_, json, field) => {
    const error = await errorThrough(way, json)
    expect(error).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'], retryMs: undefined })
    expect(new Set(error.fields)).toEqual(new Set([field]))
    expect(counts()).toEqual(before)
  })

  it('every bad field is named', async () => {
    const error = await errorThrough(way, { prompt: '', options: { temperature: 9, topP: 9, stop: [''] } })
    expect(error.fields).toEqual(['prompt', 'options.temperature', 'options.top_p', 'options.stop[0]'])
  })

  it.each(['nothing', 'm/../m', 'M', 'm:latest', 'a'.repeat(256)])('the model %s is not found', async (model) => {
    const error = await errorThrough(way, text({ model }))
    expect(error).toMatchObject({ code: 'NotFound', reasons: ['MODEL_NOT_FOUND'], metadata: { model }, fields: [] })
    expect(counts()).toEqual(before)
  })
})

describe('a request that cannot be read', () => {
  it.each([
    ['JSON that breaks off', '{"prompt": "x'],
    ['a misspelt prompt', '{"promt": "x"}'],
    ['a number as text', '{"prompt": 5}'],
    ['a list', '[]'],
    ['nothing', ''],
    ['two values', '{"prompt":"x"}{"prompt":"x"}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ])('is refused: %s', async (_, body) => {
    const answer = await postJson(app, 'GenerateText', body)
    expect(answer.status).toBe(400)
    expect(seenJson(await answer.json())).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'] })
    expect(counts()).toEqual(before)
  })

  it.each([
    ['a length beyond the end', [0x0a, 0x7f, 0x41]],
    ['a wire type that does not exist', [0x0f, 0x01]],
    ['text that is not UTF-8', [0x0a, 0x02, 0xff, 0xfe]],
  ])('is refused as protobuf: %s', async (_, bytes) => {
    const answer = await postJson(app, 'GenerateText', Buffer.from(bytes), 'application/proto')
    expect(seenJson(await answer.json())).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'] })
    expect(counts()).toEqual(before)
  })
})

describe('what the contract does not have', () => {
  const asked: readonly [string, string, JsonValue][] = [
    ['a misspelt field', 'options.temprature', text({ temprature: 'hushed' })],
    ['a value of an enum by a name of its own', 'options.reasoning_effort', text({ reasoningEffort: 'hushed' })],
  ]

  it.each(asked)('is refused in JSON: %s', async (_, field, json) => {
    const answer = await postJson(app, 'GenerateText', JSON.stringify(json))
    const said = await answer.text()
    expect(answer.status).toBe(400)
    expect(seenJson(JSON.parse(said))).toMatchObject({
      code: 'InvalidArgument',
      reasons: ['INVALID_REQUEST'],
      fields: [field],
      message: expect.stringContaining(field),
    })
    expect(said).not.toContain('hushed')
    expect(counts()).toEqual(before)
  })

  it.each(asked)('is refused in a JSON stream: %s', async (_, field, json) => {
    const error = await connectEnd(app, 'GenerateTextStream', JSON.stringify(json))
    expect(error).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'], fields: [field] })
    expect(JSON.stringify(error)).not.toContain('hushed')
    expect(counts()).toEqual(before)
  })

  it.each(['grpc-js', 'gRPC-Web h1', 'Connect h1'] as const)('is ignored in binary, through %s', async (door) => {
    const request = create(GenerateTextRequestSchema, { prompt: 'x' })
    request.$unknown = [{ no: 1999, wireType: 0, data: new Uint8Array([1]) }]
    expect(await llmOf(app, door).generateText(request)).toMatchObject({ text: 'Hi' })
  })
})

describe('a long prompt', () => {
  it.each(big)('of 10 MB is served, through %s', async (door) => {
    const { text: answer } = await llmOf(app, door).generateText({ prompt: 'a'.repeat(10_000_000) })
    expect(answer).toBe('Hi')
    expect(upstream.requests.at(-1)?.body.length).toBeGreaterThan(10_000_000)
  })

  it.each(big)('of 20 MB is too large, through %s', async (door) => {
    const error = await errorOf(llmOf(app, door).generateText({ prompt: 'a'.repeat(20_000_000) }))
    expect(error).toMatchObject({
      code: 'ResourceExhausted',
      reasons: ['REQUEST_TOO_LARGE'],
      metadata: { limit_bytes: '16777216' },
    })
  })
})
