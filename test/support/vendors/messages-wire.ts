import { anthropicError, blockEvents, messageEnd, messageStart, wholeMessage } from '../anthropic-wire.ts'
import { eventText } from '../upstream.ts'
import { anthropicQuestions } from './questions.ts'
import { MODEL, type Speech, type SpokenPart, STATE, wholeText } from './speech.ts'
import type { Fault, PlayedError, Wire } from './vendor.ts'

type Json = Record<string, unknown>

const FINISHES = { stop: 'end_turn', tools: 'tool_use', length: 'max_tokens', filter: 'refusal' }

/** Anthropic's Messages API. Source: https://platform.claude.com/docs/en/build-with-claude/streaming */
export const messagesWire: Wire = {
  streamType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'request-id',
  questions: anthropicQuestions,
  whole: (speech) => {
    const usage = { ...inputOf(speech), ...outputOf(speech) }
    return wholeMessage(speech.parts.map(blockOf), { model: MODEL, stop_reason: FINISHES[speech.finish], usage })
  },
  frames: (speech) => {
    const events = [
      messageStart({ model: MODEL, usage: { ...inputOf(speech), output_tokens: 1 } }),
      { type: 'ping' },
      ...speech.parts.flatMap(eventsOf),
      ...messageEnd(FINISHES[speech.finish], outputOf(speech)),
    ]
    return events.map((event) => eventText(event, String(event.type)))
  },
  terminalFrame: (frames) => frames.length - 1,
  tokens: (tokens) => tokens,
  error: (fault) => errors[fault],
  inBand: (message) => {
    const error = anthropicError('overloaded_error', null, message)
    return { whole: error, frame: eventText(error, 'error'), reason: 'UPSTREAM_UNAVAILABLE' }
  },
}

/** Source: https://platform.claude.com/docs/en/api/errors */
function refusal(status: number, type: string, before = '', details: Json | null = null): PlayedError {
  return { status, body: (message) => anthropicError(type, details, before + message) }
}

const errors: Readonly<Record<Fault, PlayedError | undefined>> = {
  'a wrong key': refusal(401, 'authentication_error'),
  'a forbidden model': refusal(403, 'permission_error'),
  'an unknown model': refusal(404, 'not_found_error'),
  'a bad request': refusal(400, 'invalid_request_error'),
  'a conversation that is too long': refusal(
    400,
    'invalid_request_error',
    'prompt is too long: 210000 tokens > 200000 maximum. ',
  ),
  'a content filter': undefined,
  'a request that is too large': refusal(413, 'request_too_large'),
  'a failure': refusal(500, 'api_error'),
  'an overload': refusal(529, 'overloaded_error'),
  'a rate limit': refusal(429, 'rate_limit_error'),
  'no money': refusal(429, 'rate_limit_error', '', { error_code: 'enforced_spend_limit_reached' }),
}

function inputOf({ tokens }: Speech): Json {
  return {
    input_tokens: tokens.input - tokens.cacheRead - tokens.cacheWrite,
    cache_read_input_tokens: tokens.cacheRead,
    cache_creation_input_tokens: tokens.cacheWrite,
  }
}

function outputOf({ tokens }: Speech): Json {
  return { output_tokens: tokens.output, output_tokens_details: { thinking_tokens: tokens.reasoning } }
}

function blockOf(part: SpokenPart): Json {
  const text = wholeText(part)
  if (part.kind === 'text') return { type: 'text', text, citations: null }
  if (part.kind === 'reasoning') return { type: 'thinking', thinking: text, signature: STATE }
  return { type: 'tool_use', id: part.id, name: part.name, input: JSON.parse(text) }
}

function eventsOf(part: SpokenPart, index: number): Json[] {
  const deltas = part.pieces.map((piece) => deltaOf(part, piece))
  if (part.kind === 'reasoning') deltas.push({ type: 'signature_delta', signature: STATE })
  return blockEvents(index, emptyBlock(part), deltas)
}

function emptyBlock(part: SpokenPart): Json {
  if (part.kind === 'text') return { type: 'text', text: '' }
  if (part.kind === 'reasoning') return { type: 'thinking', thinking: '', signature: '' }
  return { type: 'tool_use', id: part.id, name: part.name, input: {} }
}

function deltaOf({ kind }: SpokenPart, piece: string): Json {
  if (kind === 'text') return { type: 'text_delta', text: piece }
  if (kind === 'reasoning') return { type: 'thinking_delta', thinking: piece }
  // No arguments come as no text.
  return { type: 'input_json_delta', partial_json: piece === '{}' ? '' : piece }
}
