import { eventText } from '../upstream.ts'
import { openAIQuestions } from './questions.ts'
import { MODEL, type Speech, type SpokenPart, STATE, wholeText } from './speech.ts'
import type { Fault, PlayedError, Wire } from './vendor.ts'

type Json = Record<string, unknown>

/** Source: https://platform.openai.com/docs/api-reference/responses-streaming */
export function responsesWire(errors: Readonly<Record<Fault, PlayedError>>, requestIdHeader: string): Wire {
  return {
    streamType: 'text/event-stream',
    requestIdHeader,
    questions: openAIQuestions,
    whole: responseOf,
    frames: (speech) => {
      const response = responseOf(speech)
      const created = { ...response, status: 'in_progress', output: [], usage: null, incomplete_details: null }
      const last = speech.finish in REASONS ? 'response.incomplete' : 'response.completed'
      const events = [
        { type: 'response.created', response: created },
        ...speech.parts.flatMap(eventsOf),
        { type: last, response },
      ]
      return events.map((event, sequence_number) => eventText({ ...event, sequence_number }, event.type))
    },
    terminalFrame: (frames) => frames.length - 1,
    tokens: (tokens) => tokens,
    error: (fault) => errors[fault],
    inBand: (message) => {
      const error = { code: 'server_error', message }
      const response = { id: 'r1', object: 'response', status: 'failed', model: MODEL, output: [], error }
      const frame = eventText({ type: 'response.failed', response }, 'response.failed')
      return { whole: response, frame, reason: 'UPSTREAM_UNAVAILABLE' }
    },
  }
}

/** Why an answer is incomplete. */
const REASONS: Partial<Record<Speech['finish'], string>> = { length: 'max_output_tokens', filter: 'content_filter' }

function responseOf(speech: Speech): Json {
  const { tokens, finish } = speech
  const reason = REASONS[finish]
  return {
    id: 'r1',
    object: 'response',
    status: reason ? 'incomplete' : 'completed',
    incomplete_details: reason ? { reason } : null,
    error: null,
    model: MODEL,
    output: speech.parts.map(itemOf),
    usage: {
      input_tokens: tokens.input,
      input_tokens_details: { cached_tokens: tokens.cacheRead, cache_write_tokens: tokens.cacheWrite },
      output_tokens: tokens.output,
      output_tokens_details: { reasoning_tokens: tokens.reasoning },
      total_tokens: tokens.input + tokens.output,
    },
  }
}

function itemOf(part: SpokenPart, index: number): Json {
  const text = wholeText(part)
  switch (part.kind) {
    case 'text': {
      const content = [{ type: 'output_text', text, annotations: [] }]
      return { type: 'message', id: `msg_${index}`, role: 'assistant', status: 'completed', content }
    }
    case 'reasoning': {
      const summary = [{ type: 'summary_text', text }]
      return { type: 'reasoning', id: `rs_${index}`, summary, encrypted_content: STATE }
    }
    case 'toolCall': {
      const { id: call_id, name } = part
      return { type: 'function_call', id: `fc_${index}`, call_id, name, arguments: text, status: 'completed' }
    }
  }
}

function eventsOf(part: SpokenPart, output_index: number): { type: string }[] {
  const item = itemOf(part, output_index)
  const at = { output_index, item_id: item.id }
  return [
    { type: 'response.output_item.added', output_index, item: { ...item, ...begun(part) } } as { type: string },
    ...part.pieces.map((delta) => ({ ...deltaOf(part), ...at, delta })),
    { type: 'response.output_item.done', output_index, item } as { type: string },
  ]
}

function begun({ kind }: SpokenPart): Json {
  if (kind === 'text') return { content: [], status: 'in_progress' }
  return kind === 'reasoning' ? { summary: [] } : { arguments: '', status: 'in_progress' }
}

function deltaOf({ kind }: SpokenPart): { type: string } & Json {
  if (kind === 'text') return { type: 'response.output_text.delta', content_index: 0 }
  if (kind === 'reasoning') return { type: 'response.reasoning_summary_text.delta', summary_index: 0 }
  return { type: 'response.function_call_arguments.delta' }
}
