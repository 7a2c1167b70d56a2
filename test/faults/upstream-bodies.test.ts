import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playedProvider, type RunningApp, startTestApp } from '../support/app.ts'
import { errorOf, llmOf } from '../support/clients.ts'
import { chatDelta, chatUsageChunk, playChat } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import {
  eventText,
  startUpstream,
  type Upstream,
  type UpstreamExchange,
  type UpstreamHandler,
} from '../support/upstream.ts'

const WORDS = ['One', ' two', ' three']
const request = { prompt: 'Count.', options: { model: 'm' } }

let upstream: Upstream
let app: RunningApp

beforeAll(async () => {
  upstream = await startUpstream(() => {})
  app = await startTestApp({
    providers: [playedProvider(upstream.url)],
    retry: { max_retries: 2, initial_delay: '1ms' },
    limits: { max_response_bytes: 500_000, max_event_bytes: 100_000 },
    circuit: { failure_threshold: 10_000 },
  })
})

afterAll(async () => {
  await app.stop()
  await upstream.close()
})

/** What a streamed call says, and the row that it leaves. */
async function streamed(play: UpstreamHandler) {
  upstream.play(play)
  const before = app.rows().length
  const events = await readAll(llmOf(app).generateTextStream(request))
  const text = events.map(({ event }) => (event.case === 'textDelta' ? event.value : '')).join('')
  return { text, finished: events.filter(({ event }) => event.case === 'finished').length, row: app.rows()[before] }
}

const words = WORDS.map((content) => eventText(chatDelta({ content }))).join('')
const stop = eventText(chatDelta({}, 'stop'))
const usage = eventText(chatUsageChunk({ inputTokens: 7, outputTokens: 9 }))
const done = 'data: [DONE]\n\n'

/** Sends the whole body, in pieces of that many bytes. */
function body(text: string, size = text.length): UpstreamHandler {
  return async (exchange) => {
    exchange.startEvents()
    const bytes = Buffer.from(text)
    for (let start = 0; start < bytes.length && !exchange.socket.destroyed; start += size) {
      await exchange.sendBytes(bytes.subarray(start, start + size))
    }
    exchange.end()
  }
}

describe('a stream that is odd but whole', () => {
  it.each<[string, UpstreamHandler]>([
    ['has CRLF for the ends of its lines', body((words + stop + usage + done).replaceAll('\n', '\r\n'))],
    ['has CR for the ends of its lines', body((words + stop + usage + done).replaceAll('\n', '\r'))],
    ['begins with a byte order mark', body(`\uFEFF${words}${stop}${usage}${done}`)],
    ['pings and comments', body(`: hello\n\n${words}event: ping\ndata: {}\n\n: still here\n\n${stop}${usage}${done}`)],
    ['has no blank line at its end', body(words + stop + usage.trimEnd())],
    ['comes byte by byte', body(words + stop + usage + done, 1)],
    ['says [DONE] twice', body(words + stop + usage + done + done)],
    ['goes on after [DONE]', body(words + stop + usage + done + words + stop + usage)],
    ['tells its usage twice', body(words + stop + usage + usage + done)],
  ])('%s: it is read as it is meant', async (_, play) => {
    expect(await streamed(play)).toMatchObject({
      text: 'One two three',
      finished: 1,
      row: { outcome: 'succeeded', input_tokens: 7, output_tokens: 9, usage_estimated: 0 },
    })
  })

  it('a character may be cut anywhere', async () => {
    const text = eventText(chatDelta({ content: 'Grüße 🚂' })) + stop + usage + done
    for (const size of [2, 3, 5, 7]) expect(await streamed(body(text, size))).toMatchObject({ text: 'Grüße 🚂' })
  })

  it('that says [DONE] before its finish reason is not whole', async () => {
    upstream.play(body(words + done))
    const error = await errorOf(readAll(llmOf(app).generateTextStream(request)))
    expect(error).toMatchObject({ code: 'Unavailable', reasons: ['STREAM_TRUNCATED'], metadata: { partial: 'true' } })
  })
})

describe('an answer of nothing', () => {
  const nothing: readonly [string, UpstreamHandler][] = [
    ['204', (exchange) => void exchange.response.writeHead(204).end()],
    ['200 and no byte', (exchange) => exchange.sendText(200, 'application/json', '')],
    ['200 and an empty page', (exchange) => exchange.sendText(200, 'text/html', '')],
    ['200 and null', (exchange) => exchange.sendText(200, 'application/json', 'null')],
  ]

  it.each(nothing)('is no success: %s', async (_, play) => {
    upstream.play(play)
    const before = upstream.requests.length
    const error = await errorOf(llmOf(app).generateText(request))
    expect(error.code).toBe('Unavailable')
    expect(['UPSTREAM_MALFORMED', 'STREAM_TRUNCATED']).toContain(error.reasons[0])
    expect(upstream.requests.length - before).toBeLessThanOrEqual(3)
  })
})

describe('a provider that wears out', () => {
  const endless = (piece: string) => async (exchange: UpstreamExchange) => {
    exchange.startEvents()
    while (!exchange.socket.destroyed) await exchange.sendBytes(piece)
  }

  it.each<[string, UpstreamHandler, string]>([
    ['headers without end', (exchange) => trickle(exchange), 'UPSTREAM_MALFORMED'],
    ['one event without end', endless('x'.repeat(8000)), 'UPSTREAM_TOO_LARGE'],
    ['comments without end', endless(`:${'x'.repeat(8000)}\n\n`), 'UPSTREAM_TOO_LARGE'],
    ['tiny events without end', endless('data:{}\n\n'.repeat(1000)), 'UPSTREAM_TOO_LARGE'],
  ])('by %s is given up, and its connection closed', async (_, play, reason) => {
    upstream.play(play)
    const before = upstream.requests.length
    expect(await errorOf(readAll(llmOf(app).generateTextStream(request)))).toMatchObject({ reasons: [reason] })
    for (const exchange of upstream.requests.slice(before)) await exchange.closed
    upstream.play((exchange) => playChat(exchange, { texts: WORDS }))
    expect((await llmOf(app).generateText(request)).text).toBe('One two three')
  })
})

/** Headers that never come to an end, past Node's own checks. */
function trickle({ socket }: UpstreamExchange): void {
  socket.write('HTTP/1.1 200 OK\r\n')
  const more = () => {
    for (let count = 0; count < 100 && !socket.destroyed; count++) socket.write(`x-${count}: ${'y'.repeat(500)}\r\n`)
    if (!socket.destroyed) setImmediate(more)
  }
  more()
}
