// A server that speaks Chat Completions and does nothing else: it must never be what the bench waits for.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveControl } from '../process/control.ts'
import { stampedToken } from '../token.ts'

/** How requests are answered. */
export interface Pace {
  /** How long a whole answer takes, milliseconds, give or take a half; 0: it is there at once. */
  readonly answerMs: number

  readonly tokens: number
  /** Of each stream. 0: at once, in bursts. */
  readonly tokensPerSecond: number
}

export interface UpstreamCounters {
  requests: number
  tokens: number
  /** Streams whose connection was closed before their end. */
  aborted: number
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2

/** Tokens that an unpaced stream sends in one write, as a busy server's do. */
const BURST = 8

const ANSWER = 'The yard sorts every wagon by where it goes, and no train waits for another one. '.repeat(5)
const COMMON = '"created":1760000000,"model":"bench"'
const UNARY = Buffer.from(
  `{"id":"chatcmpl-bench","object":"chat.completion",${COMMON},"choices":[{"index":0,"message":{"role":"assistant","content":"${ANSWER}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":90,"total_tokens":210}}`,
)
const CHUNK_HEAD = `data: {"id":"chatcmpl-bench","object":"chat.completion.chunk",${COMMON},"choices":[{"index":0,"delta":{"content":"`
const CHUNK_TAIL = '"},"logprobs":null,"finish_reason":null}],"usage":null}\n\n'

let pace: Pace = { answerMs: 0, tokens: 1, tokensPerSecond: 0 }
const counters: UpstreamCounters = { requests: 0, tokens: 0, aborted: 0 }

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  counters.requests += 1
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => answer(pieces, request, response))
})

function answer(pieces: readonly Buffer[], request: IncomingMessage, response: ServerResponse): void {
  if (pieces.some((piece) => piece.includes('"stream":true'))) stream(request, response)
  else if (pace.answerMs === 0) whole(response)
  else setTimeout(whole, pace.answerMs * (0.5 + evenly()), response)
}

/**
 * Spreads evenly from 0 to 1, the same for all that are compared: callers that all waited alike
 * would fall into step and then queue.
 */
function evenly(): number {
  return (counters.requests * GOLDEN_RATIO) % 1
}

function whole(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': UNARY.length })
  response.end(UNARY)
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  request.socket.setNoDelay(true)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.on('close', () => {
    if (!response.writableFinished) counters.aborted += 1
  })
  if (pace.tokensPerSecond === 0) burst(response, pace.tokens)
  else drip(response, pace)
}

function burst(response: ServerResponse, left: number): void {
  if (response.destroyed) return
  const count = Math.min(BURST, left)
  for (let index = 0; index < count; index += 1) send(response)
  if (left > count) setImmediate(burst, response, left - count)
  else finish(response)
}

function drip(response: ServerResponse, { tokens, tokensPerSecond }: Pace): void {
  let left = tokens - 1
  send(response)
  const timer = setInterval(() => {
    if (left > 0) send(response)
    else finish(response)
    left -= 1
  }, 1000 / tokensPerSecond)
  response.on('close', () => clearInterval(timer))
}

function send(response: ServerResponse): void {
  counters.tokens += 1
  response.write(CHUNK_HEAD + stampedToken() + CHUNK_TAIL, 'latin1')
}

function finish(response: ServerResponse): void {
  const head = `data: {"id":"chatcmpl-bench","object":"chat.completion.chunk",${COMMON},`
  response.end(
    `${head}"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}\n\n` +
      `${head}"choices":[],"usage":{"prompt_tokens":120,"completion_tokens":200,"total_tokens":320}}\n\n` +
      'data: [DONE]\n\n',
  )
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  serveControl(
    { port: (server.address() as AddressInfo).port },
    {
      setPace: (next: Pace) => {
        pace = next
      },
      counters: () => ({ ...counters }),
    },
  )
})
