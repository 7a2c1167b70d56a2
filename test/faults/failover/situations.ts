import { chatCompletion, chatDelta, chatUsageChunk, errorBody, playChat } from '../../support/openai-wire.ts'
import type { UpstreamExchange } from '../../support/upstream.ts'
import {
  type Check,
  firstTriesWithin,
  left,
  notTaken,
  probesOnly,
  servedBy,
  tries,
  triesOfOneCall,
  waits,
} from './checks.ts'
import { ANSWER, HASTE, type Setting } from './setting.ts'

/** What a situation must come to: the whole answer, or a clear error where there cannot be one. */
export type Outcome = 'pass' | 'safe'

export interface Situation {
  readonly id: string
  readonly title: string
  /** What the first provider does with its `attempt`-th request, counted from 0. */
  readonly play: (exchange: UpstreamExchange, attempt: number, setting: Setting) => void | Promise<void>
  /** With another target, and without one. */
  readonly unary: readonly [Outcome, Outcome]
  readonly streamed: readonly [Outcome, Outcome]
  readonly checks: readonly Check[]
  /** The caller should get an error: that is what passes. */
  readonly refused?: true
  /** In which settings the service waits only `HASTE` for the provider. */
  readonly hasty?: (setting: Setting) => boolean
  /** The provider is down for a number of calls, then well again. */
  readonly flaps?: true
}

type Play = Situation['play']

const RESCUED = ['pass', 'pass'] as const
const RESCUED_BY_FALLBACK = ['pass', 'safe'] as const
/** The caller has a part of the answer already: another target would say it twice. */
const TOLD = ['safe', 'safe'] as const

const always = () => true

const well: Play = (exchange) => playChat(exchange, { texts: ANSWER, model: exchange.json.model })

function status(code: number, body: unknown = {}, headers = {}): Play {
  return (exchange) => exchange.sendJson(code, body, headers)
}

function first(fault: Play): Play {
  return (exchange, attempt, setting) => (attempt === 0 ? fault : well)(exchange, attempt, setting)
}

/** Begins to answer as it was asked: by that many words of a stream, or by the first half of a body. */
async function begin(exchange: UpstreamExchange, words: number): Promise<void> {
  if (!exchange.json.stream) {
    const body = JSON.stringify(chatCompletion({ texts: ANSWER }))
    exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    return exchange.sendBytes(body.slice(0, body.length / 2))
  }
  exchange.startEvents()
  for (const content of ANSWER.slice(0, words)) await exchange.sendEvent(chatDelta({ content }))
}

async function finish(exchange: UpstreamExchange, words: readonly string[]): Promise<void> {
  const { model } = exchange.json
  for (const content of words) await exchange.sendEvent(chatDelta({ content }, null, model))
  await exchange.sendEvent(chatDelta({}, 'stop', model))
  await exchange.sendEvent(chatUsageChunk({ model }))
}

const cut: Play = async (exchange) => {
  await begin(exchange, 40)
  exchange.hangUp()
}

const malformed: Play = async (exchange) => {
  if (!exchange.json.stream) return exchange.sendText(200, 'application/json', '{"choices": [')
  await begin(exchange, 9)
  await exchange.sendEvent('{"choices": [')
  await finish(exchange, ANSWER.slice(9))
  exchange.end()
}

/** A stream, whatever was asked for, that is complete but for its last line. */
const withoutDone: Play = async (exchange) => {
  exchange.startEvents()
  await finish(exchange, ANSWER)
  exchange.end()
}

/** Later than the limit where another target could answer in time, and within it where none could. */
const slow: Play = async (exchange, _, { fallback }) => {
  if (exchange.json.stream) exchange.startEvents()
  const delay = fallback ? HASTE.total * 4 : 100
  await new Promise((resolve) => setTimeout(resolve, delay).unref())
  if (exchange.socket.destroyed) return
  if (!exchange.json.stream) return well(exchange, 0, { way: 'unary', fallback })
  await finish(exchange, ANSWER)
  await exchange.sendEvent('[DONE]')
  exchange.end()
}

/** The public catalogue of failoverbench, in its order. */
export const situations: readonly Situation[] = [
  {
    id: 'S01',
    title: '429 with Retry-After',
    play: first(status(429, {}, { 'retry-after': '1' })),
    unary: RESCUED,
    streamed: RESCUED,
    checks: [tries(2), waits(1000), servedBy('first')],
  },
  {
    id: 'S02',
    title: '429 without Retry-After',
    play: status(429),
    unary: RESCUED_BY_FALLBACK,
    streamed: RESCUED_BY_FALLBACK,
    checks: [tries(3), firstTriesWithin(3000, 4), servedBy('fallback')],
  },
  {
    id: 'S03',
    title: '500 once',
    play: first(status(500)),
    unary: RESCUED,
    streamed: RESCUED,
    checks: [tries(2), servedBy('first')],
  },
  {
    id: 'S04',
    title: '503 always',
    play: status(503),
    unary: RESCUED_BY_FALLBACK,
    streamed: RESCUED_BY_FALLBACK,
    checks: [tries(3), servedBy('fallback')],
  },
  {
    id: 'S05',
    title: 'connection reset before headers',
    play: first((exchange) => exchange.reset()),
    unary: RESCUED,
    streamed: RESCUED,
    checks: [tries(2), servedBy('first')],
  },
  {
    id: 'S06',
    title: 'no first byte',
    play: () => {},
    hasty: always,
    unary: RESCUED_BY_FALLBACK,
    streamed: RESCUED_BY_FALLBACK,
    checks: [tries(1), left, servedBy('fallback')],
  },
  {
    id: 'S07',
    title: 'slow first token',
    play: slow,
    hasty: ({ fallback }) => fallback,
    unary: RESCUED,
    streamed: RESCUED,
    checks: [tries(1), servedBy('fallback')],
  },
  {
    id: 'S08',
    title: 'cut mid-stream',
    play: cut,
    unary: RESCUED_BY_FALLBACK,
    streamed: TOLD,
    checks: [triesOfOneCall(3)],
  },
  {
    id: 'S09',
    title: 'stall mid-stream',
    play: (exchange) => begin(exchange, 20),
    hasty: always,
    unary: RESCUED_BY_FALLBACK,
    streamed: TOLD,
    checks: [tries(1), left],
  },
  {
    id: 'S10',
    title: 'malformed event',
    play: malformed,
    unary: RESCUED_BY_FALLBACK,
    streamed: TOLD,
    checks: [triesOfOneCall(2)],
  },
  {
    id: 'S11',
    title: 'missing [DONE]',
    play: withoutDone,
    unary: RESCUED,
    streamed: RESCUED,
    checks: [tries(1), servedBy('first')],
  },
  {
    id: 'S12',
    title: 'context too long',
    play: status(400, errorBody('context_length_exceeded', 'invalid_request_error')),
    unary: RESCUED_BY_FALLBACK,
    streamed: RESCUED_BY_FALLBACK,
    checks: [tries(1), servedBy('fallback')],
  },
  {
    id: 'S13',
    title: 'content filter',
    play: status(400, errorBody('content_policy_violation', 'invalid_request_error')),
    refused: true,
    unary: RESCUED,
    streamed: RESCUED,
    checks: [tries(1), notTaken],
  },
  {
    id: 'S14',
    title: 'fallback rejects a prefill',
    play: cut,
    unary: RESCUED_BY_FALLBACK,
    streamed: TOLD,
    checks: [triesOfOneCall(3)],
  },
  {
    id: 'S15',
    title: 'flapping primary',
    play: status(503),
    flaps: true,
    unary: RESCUED_BY_FALLBACK,
    streamed: RESCUED_BY_FALLBACK,
    checks: [probesOnly],
  },
  {
    id: 'S16',
    title: 'accounting after fallback',
    play: status(503),
    unary: RESCUED_BY_FALLBACK,
    streamed: RESCUED_BY_FALLBACK,
    checks: [tries(3), servedBy('fallback')],
  },
]
