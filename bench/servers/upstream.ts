// A server that speaks the interfaces of the vendors and does nothing else: it must never be what the bench waits for.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveControl } from '../process/control.ts'
import { stampedToken } from '../token.ts'
import { type Format, formatOf } from './formats.ts'

/** How requests are answered. */
export interface Pace {
  /** How long a whole answer takes, milliseconds, give or take a half; 0: it is there at once. */
  readonly answerMs: number
  /** Whole answers begin once so many requests are in flight, at the first time only; left out: at once. */
  readonly crowd?: number
  readonly tokens: number
  /** Of each stream. 0: at once, in bursts. */
  readonly tokensPerSecond: number
}

export interface UpstreamCounters {
  requests: number
  tokens: number
  /** Streams whose connection was closed before their end. */
  aborted: number
  inFlight: number
  /** The most at one time since the pace was set. */
  maxInFlight: number
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2

/** Tokens that an unpaced stream sends in one write, as a busy server's do. */
const BURST = 8

let pace: Pace = { answerMs: 0, tokens: 1, tokensPerSecond: 0 }
const counters: UpstreamCounters = { requests: 0, tokens: 0, aborted: 0, inFlight: 0, maxInFlight: 0 }

/** How many requests the crowd still lacks, and what begins when it is there. */
let missing = 0
const waiting: (() => void)[] = []

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  countIn(response)
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => answer(pieces, request, response))
})

function countIn(response: ServerResponse): void {
  counters.requests += 1
  counters.inFlight += 1
  counters.maxInFlight = Math.max(counters.maxInFlight, counters.inFlight)
  missing = Math.min(missing, (pace.crowd ?? 0) - counters.inFlight)
  if (missing <= 0) for (const begin of waiting.splice(0)) begin()
  response.on('close', () => {
    counters.inFlight -= 1
  })
}

function answer(pieces: readonly Buffer[], request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? ''
  const format = formatOf(path)
  if (path.includes('streamGenerateContent') || pieces.some((piece) => piece.includes('"stream":true')))
    stream(format, request, response)
  else if (pace.answerMs === 0) whole(format, response)
  else if (missing > 0) waiting.push(() => wholeLater(format, response))
  else wholeLater(format, response)
}

function wholeLater(format: Format, response: ServerResponse): void {
  setTimeout(whole, pace.answerMs * (0.5 + evenly()), format, response)
}

/**
 * Spreads evenly from 0 to 1, the same for all that are compared: callers that all waited alike
 * would fall into step and then queue.
 */
function evenly(): number {
  return (counters.requests * GOLDEN_RATIO) % 1
}

function whole(format: Format, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': format.whole.length })
  response.end(format.whole)
}

function stream(format: Format, request: IncomingMessage, response: ServerResponse): void {
  request.socket.setNoDelay(true)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.on('close', () => {
    if (!response.writableFinished) counters.aborted += 1
  })
  if (format.begin !== '') response.write(format.begin, 'latin1')
  if (pace.tokensPerSecond === 0) burst(format, response, pace.tokens)
  else drip(format, response, pace)
}

function burst(format: Format, response: ServerResponse, left: number): void {
  if (response.destroyed) return
  const count = Math.min(BURST, left)
  for (let index = 0; index < count; index += 1) send(format, response)
  if (left > count) setImmediate(burst, format, response, left - count)
  else response.end(format.end)
}

function drip(format: Format, response: ServerResponse, { tokens, tokensPerSecond }: Pace): void {
  let left = tokens - 1
  send(format, response)
  const timer = setInterval(() => {
    if (left > 0) send(format, response)
    else response.end(format.end)
    left -= 1
  }, 1000 / tokensPerSecond)
  response.on('close', () => clearInterval(timer))
}

function send({ head, tail }: Format, response: ServerResponse): void {
  counters.tokens += 1
  response.write(head + stampedToken() + tail, 'latin1')
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  serveControl(
    { port: (server.address() as AddressInfo).port },
    {
      setPace: (next: Pace) => {
        pace = next
        counters.maxInFlight = counters.inFlight
        missing = (next.crowd ?? 0) - counters.inFlight
      },
      counters: () => ({ ...counters }),
    },
  )
})
