import { deepEqual, equal, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type AnswerInfo, type MessageInput, textOf, textsOf, toolCallsOf } from '@switchyard/client/node'
import type { Setting } from './setting.ts'

const TEXT = 'Hello from Switchyard.'
const PIECES = ['Hello', ' from', ' Switchyard', '.']
const good = { model: 'good' }

function checkInfo(info: AnswerInfo | undefined): void {
  deepEqual([info?.usage?.inputTokens, info?.usage?.outputTokens], [3n, 5n])
  ok((info?.cost?.total?.amountNanos ?? 0n) > 0n, 'the answer tells no cost')
}

export async function unary({ open, file }: Setting): Promise<void> {
  const client = open(file.plain)
  const text = await client.generateText('Hello', good)
  equal(text.text, TEXT)
  checkInfo(text.info)
  const chat = await client.generateChat([{ role: 'user', content: 'Hello' }], good)
  equal(textOf(chat.message), TEXT)
  checkInfo(chat.info)
}

interface Piece {
  readonly sequence: bigint
  readonly event: { readonly case?: string | undefined; readonly value?: unknown }
}

async function readAll<T extends Piece>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = []
  for await (const event of stream) events.push(event)
  deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => BigInt(index + 1)),
  )
  equal(events[0]?.event.case, 'started')
  const last = events.at(-1)?.event
  equal(last?.case, 'finished')
  checkInfo((last?.value as { info?: AnswerInfo } | undefined)?.info)
  return events
}

export async function stream({ open, file }: Setting): Promise<void> {
  const client = open(file.plain)
  const events = await readAll(client.generateTextStream('Hello', good))
  deepEqual(
    events.flatMap(({ event }) => (event.case === 'textDelta' ? event.value : [])),
    PIECES,
  )
  const messages: MessageInput[] = [{ role: 'user', content: 'Hello' }]
  await readAll(client.generateChatStream(messages, good))
  const texts: string[] = []
  for await (const text of textsOf(client.generateChatStream(messages, good))) texts.push(text)
  deepEqual(texts, PIECES)
}

export async function tools({ open, file }: Setting): Promise<void> {
  const client = open(file.plain)
  const messages: MessageInput[] = [{ role: 'user', content: 'What is the weather in Paris?' }]
  const parameters = { type: 'object', properties: { city: { type: 'string' } } }
  const options = { model: 'tools', tools: [{ name: 'weather', description: 'Tells the weather.', parameters }] }
  const { message } = await client.generateChat(messages, options)
  const [call] = toolCallsOf(message)
  deepEqual([call?.id, call?.name, JSON.parse(call?.arguments ?? '')], ['call-1', 'weather', { city: 'Paris' }])
  ok(message && call)
  messages.push(message, { role: 'tool', toolCallId: call.id, content: 'sunny' })
  equal(textOf((await client.generateChat(messages, options)).message), 'It is sunny')
}

export async function largeMessage({ open, file }: Setting): Promise<void> {
  const prompt = 'a'.repeat(5_000_000)
  const { text } = await open(file.plain).generateText(prompt, { model: 'echo' })
  ok(text === prompt, `${text.length} of ${prompt.length} letters came back`)
}

export async function metadata({ open, file }: Setting): Promise<void> {
  const id = randomUUID()
  const headers = { 'x-request-id': id, 'x-source-agent': 'interop', 'x-session-id': `session-${id}` }
  let told: string | null = null
  const onHeader = (answered: Headers) => {
    told = answered.get('x-request-id')
  }
  const { info } = await open(file.plain).generateText('Hello', { ...good, headers, onHeader })
  equal(told, id)
  deepEqual([info?.context?.sourceAgent, info?.context?.sessionId], ['interop', `session-${id}`])
}

export async function traceContext({ open, file }: Setting): Promise<void> {
  const trace = randomUUID().replaceAll('-', '')
  const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01` }
  const { info } = await open(file.plain).generateText('Hello', { ...good, headers })
  equal(info?.context?.traceId, trace)
}

export async function compare({ open, file }: Setting): Promise<void> {
  const ends = new Map<number, string>()
  for await (const { modelIndex, event } of open(file.plain).compare(
    [{ role: 'user', content: 'Hello' }],
    ['good', 'failing'],
  )) {
    if (event.case === 'answer') ends.set(modelIndex, String(event.value.event.case))
    if (event.case !== 'failure') continue
    ends.set(modelIndex, event.value.reason)
    equal(event.value.attemptsInfo?.attempts.length, 2)
  }
  deepEqual(
    [...ends].sort(([one], [other]) => one - other),
    [
      [0, 'finished'],
      [1, 'UPSTREAM_UNAVAILABLE'],
    ],
  )
}

export async function embed({ open, file }: Setting): Promise<void> {
  const { embeddings } = await open(file.plain).embed('vectors', ['a', 'four'])
  deepEqual(
    embeddings.map(({ values }) => values),
    [
      [1, 0.5, -0.25],
      [4, 0.5, -0.25],
    ],
  )
}

export async function health({ open, file }: Setting): Promise<void> {
  equal(await open(file.plain, { key: undefined }).healthCheck(), true)
}
