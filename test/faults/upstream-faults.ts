import { chatCompletion, chatDelta, errorBody } from '../support/openai-wire.ts'
import type { UpstreamExchange, UpstreamHandler } from '../support/upstream.ts'

/** How a call must end, and what it must have taken. */
export interface Expected {
  readonly code: string
  readonly reason: string
  /** Attempts, each a row of the ledger; also the requests that reach the upstream, unless it says otherwise. */
  readonly attempts: number
  readonly requests?: number
  /** Milliseconds in RetryInfo; undefined: there must be none. */
  readonly retryMs?: number
  readonly metadata?: Readonly<Record<string, string>>
}

export interface Fault {
  readonly name: string
  readonly play: UpstreamHandler
  readonly unary: Expected
  /** Where it differs. */
  readonly streamed?: Expected
}

/** What the retry policy of these tests comes to. */
const ALWAYS = 3
const ONCE = 2
const NEVER = 1

const TRUNCATED = { code: 'Unavailable', reason: 'STREAM_TRUNCATED', retryMs: 1000 }
const MALFORMED = { code: 'Unavailable', reason: 'UPSTREAM_MALFORMED', retryMs: 1000 }

export const TOKENS = ['One', ' two', ' three']

async function speak(exchange: UpstreamExchange): Promise<void> {
  exchange.startEvents()
  for (const content of TOKENS) await exchange.sendEvent(chatDelta({ content }))
}

/** Speaks some tokens, whatever was asked for, and then does that. */
function afterTokens(play: UpstreamHandler): UpstreamHandler {
  return async (exchange) => {
    await speak(exchange)
    await play(exchange)
  }
}

function status(status: number, body: unknown = {}, headers = {}): UpstreamHandler {
  return (exchange) => exchange.sendJson(status, body, headers)
}

function said(code: string | null, type = 'invalid_request_error') {
  return errorBody(code, type)
}

function refused(code: string, reason: string, attempts = NEVER): Expected {
  return { code, reason, attempts, ...(attempts === NEVER ? {} : { retryMs: 1000 }) }
}

/** A stream that had begun is never tried again, and the caller is told that it has a part of the answer. */
const cut: Expected = { ...TRUNCATED, attempts: NEVER, metadata: { partial: 'true' } }

export const faults: readonly Fault[] = [
  {
    name: 'a connection reset before the answer',
    play: (exchange) => exchange.reset(),
    unary: { code: 'Unavailable', reason: 'PROVIDER_UNREACHABLE', attempts: ALWAYS, retryMs: 1000 },
  },
  {
    name: 'a connection closed before the answer',
    play: (exchange) => exchange.hangUp(),
    unary: { code: 'Unavailable', reason: 'PROVIDER_UNREACHABLE', attempts: ALWAYS, retryMs: 1000 },
  },
  {
    name: '429 for ever',
    play: status(429),
    unary: { code: 'ResourceExhausted', reason: 'UPSTREAM_RATE_LIMITED', attempts: ALWAYS, retryMs: 1000 },
  },
  {
    name: '429 that asks for more patience than there is',
    play: status(429, {}, { 'retry-after': '60' }),
    unary: { code: 'ResourceExhausted', reason: 'UPSTREAM_RATE_LIMITED', attempts: NEVER, retryMs: 60_000 },
  },
  { name: '500 for ever', play: status(500), unary: refused('Internal', 'UPSTREAM_ERROR', ALWAYS) },
  { name: '503 for ever', play: status(503), unary: refused('Unavailable', 'UPSTREAM_UNAVAILABLE', ALWAYS) },
  { name: '529', play: status(529), unary: refused('Unavailable', 'UPSTREAM_UNAVAILABLE', ALWAYS) },
  { name: '409', play: status(409), unary: refused('Aborted', 'UPSTREAM_CONFLICT', ONCE) },
  { name: '400', play: status(400, said(null)), unary: refused('InvalidArgument', 'UPSTREAM_REJECTED') },
  { name: '401', play: status(401, said('x')), unary: refused('FailedPrecondition', 'UPSTREAM_AUTH') },
  { name: '403', play: status(403), unary: refused('PermissionDenied', 'UPSTREAM_FORBIDDEN') },
  { name: '404', play: status(404), unary: refused('NotFound', 'MODEL_NOT_FOUND') },
  { name: 'a redirect', play: status(302), unary: refused('FailedPrecondition', 'UPSTREAM_PRECONDITION') },
  {
    name: 'a prompt that is too long',
    play: status(400, said('context_length_exceeded')),
    unary: refused('InvalidArgument', 'CONTEXT_LENGTH'),
  },
  {
    name: 'a content filter',
    play: status(400, said('content_filter')),
    unary: refused('FailedPrecondition', 'CONTENT_FILTER'),
  },
  {
    name: 'an account without money',
    play: status(429, said('insufficient_quota', 'insufficient_quota'), { 'retry-after': '1' }),
    unary: refused('ResourceExhausted', 'UPSTREAM_QUOTA'),
  },
  {
    name: 'a page of HTML with 200',
    play: (exchange) => exchange.sendText(200, 'text/html', '<html><body>Welcome</body></html>'),
    unary: { ...MALFORMED, attempts: ONCE },
  },
  {
    name: 'malformed JSON with 200',
    play: (exchange) => exchange.sendText(200, 'application/json', '{"choices": ['),
    unary: { ...MALFORMED, attempts: ONCE },
  },
  {
    name: 'JSON that is no answer',
    play: status(200, { hello: 'world' }),
    unary: { ...MALFORMED, attempts: ONCE },
  },
  {
    name: 'a malformed event at the start',
    play: async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent('{"choices": [')
      exchange.end()
    },
    unary: { ...MALFORMED, attempts: ONCE },
  },
  {
    name: 'a malformed event after some tokens',
    play: afterTokens(async (exchange) => {
      await exchange.sendEvent('{"choices": [')
      exchange.end()
    }),
    unary: { ...MALFORMED, attempts: ONCE },
    streamed: { ...MALFORMED, attempts: NEVER, metadata: { partial: 'true' } },
  },
  {
    name: 'an error inside a stream',
    play: afterTokens(async (exchange) => {
      await exchange.sendEvent(errorBody('server_error', 'server_error'))
      exchange.end()
    }),
    unary: refused('Unavailable', 'UPSTREAM_UNAVAILABLE', ALWAYS),
    streamed: { code: 'Unavailable', reason: 'UPSTREAM_UNAVAILABLE', attempts: NEVER, retryMs: 1000 },
  },
  {
    name: 'a stream cut by FIN',
    play: afterTokens((exchange) => exchange.hangUp()),
    unary: { ...TRUNCATED, attempts: ALWAYS },
    streamed: cut,
  },
  {
    name: 'a stream cut by RST',
    play: afterTokens((exchange) => exchange.reset()),
    unary: { ...TRUNCATED, attempts: ALWAYS },
    streamed: cut,
  },
  {
    name: 'a stream that ends well but for its marker',
    play: afterTokens((exchange) => exchange.end()),
    unary: { ...TRUNCATED, attempts: ALWAYS },
    streamed: cut,
  },
  {
    name: 'a body cut in half',
    play: async (exchange) => {
      const body = JSON.stringify(chatCompletion({ texts: TOKENS }))
      exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      await exchange.sendBytes(body.slice(0, body.length / 2))
      exchange.hangUp()
    },
    unary: { ...TRUNCATED, attempts: ALWAYS },
  },
  {
    name: 'an answer without end',
    play: async (exchange) => {
      exchange.startEvents()
      while (!exchange.socket.destroyed) await exchange.sendBytes(`: ${'x'.repeat(8000)}\n\n`)
    },
    unary: refused('ResourceExhausted', 'UPSTREAM_TOO_LARGE'),
  },
  {
    name: 'an event without end',
    play: async (exchange) => {
      exchange.startEvents()
      while (!exchange.socket.destroyed) await exchange.sendBytes('data: '.padEnd(8000, 'x'))
    },
    unary: refused('ResourceExhausted', 'UPSTREAM_TOO_LARGE'),
  },
  {
    name: 'no first byte',
    play: () => {},
    unary: { code: 'Unavailable', reason: 'TOTAL_TIMEOUT', attempts: NEVER, retryMs: 1000 },
    streamed: { code: 'Unavailable', reason: 'FIRST_TOKEN_TIMEOUT', attempts: NEVER, retryMs: 1000 },
  },
  {
    name: 'headers and no content',
    play: (exchange) => exchange.startEvents(),
    unary: { code: 'Unavailable', reason: 'TOTAL_TIMEOUT', attempts: NEVER, retryMs: 1000 },
    streamed: { code: 'Unavailable', reason: 'FIRST_TOKEN_TIMEOUT', attempts: NEVER, retryMs: 1000 },
  },
  {
    name: 'silence after some tokens',
    play: speak,
    unary: { code: 'Unavailable', reason: 'TOTAL_TIMEOUT', attempts: NEVER, retryMs: 1000 },
    streamed: {
      code: 'Unavailable',
      reason: 'IDLE_TIMEOUT',
      attempts: NEVER,
      retryMs: 1000,
      metadata: { partial: 'true', timeout_ms: '150' },
    },
  },
]
