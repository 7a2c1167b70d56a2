import { chatDelta } from '../openai-wire.ts'
import { eventText } from '../upstream.ts'
import { openAIQuestions } from './questions.ts'
import { MODEL, type Speech, type SpokenPart, STATE, wholeText } from './speech.ts'
import type { Fault, PlayedError, Wire } from './vendor.ts'

type Json = Record<string, unknown>

/** What servers that speak Chat Completions differ in. */
export interface ChatFlavour {
  /** How a message holds a piece of reasoning, or the whole of it; `last` is true of the last piece and the whole. */
  reasoning(text: string, last: boolean): Json
  readonly errors: Readonly<Record<Fault, PlayedError | undefined>>
  readonly requestIdHeader: string | undefined
  /** What comes before the first chunk. */
  readonly greeting?: string
  readonly finishes?: Partial<Record<Speech['finish'], string>>
  /** The usage stands in the chunk that ends the answer. */
  readonly usageWithFinish?: boolean
}

const FINISHES = { stop: 'stop', tools: 'tool_calls', length: 'length', filter: 'content_filter' }

/** Source: https://platform.openai.com/docs/api-reference/chat/object */
export function chatWire(flavour: ChatFlavour): Wire {
  const finishOf = (speech: Speech) => ({ ...FINISHES, ...flavour.finishes })[speech.finish]
  return {
    streamType: 'text/event-stream',
    requestIdHeader: flavour.requestIdHeader,
    questions: openAIQuestions,
    whole: (speech) => {
      const choices = [{ index: 0, message: messageOf(speech, flavour), finish_reason: finishOf(speech) }]
      return { id: 'c1', object: 'chat.completion', created: 1, model: MODEL, choices, usage: usageOf(speech) }
    },
    frames: (speech) => {
      const finish = chatDelta({}, finishOf(speech))
      const usage = { ...chatDelta({}), choices: [], usage: usageOf(speech) }
      const tail = flavour.usageWithFinish ? [{ ...finish, usage: usageOf(speech) }] : [finish, usage]
      const chunks = [chatDelta({ role: 'assistant', content: '' }), ...deltasOf(speech, flavour), ...tail]
      const frames = chunks.map((chunk) => eventText(chunk))
      return [...(flavour.greeting ? [flavour.greeting] : []), ...frames, eventText('[DONE]')]
    },
    terminalFrame: (frames) => frames.findIndex((frame) => /"finish_reason":"/.test(frame)),
    tokens: (tokens) => tokens,
    error: (fault) => flavour.errors[fault],
    inBand: (message) => {
      const error = { error: { message, type: 'server_error', code: 'server_error' } }
      return { whole: error, frame: eventText(error), reason: 'UPSTREAM_UNAVAILABLE' }
    },
  }
}

function messageOf({ parts }: Speech, flavour: ChatFlavour): Json {
  const text = parts.filter(({ kind }) => kind === 'text').map(wholeText)
  const reasoning = parts
    .filter(({ kind }) => kind === 'reasoning')
    .map((part) => flavour.reasoning(wholeText(part), true))
  const calls = toolCallsOf(parts).map((part) => functionCall(part, wholeText(part)))
  const content = text.length > 0 ? text.join('') : null
  const message = { role: 'assistant', content, ...(calls.length > 0 ? { tool_calls: calls } : {}) }
  return reasoning.reduce((all, piece) => merged(all, piece), message)
}

/** Reasoning that lives in the content comes before the text that is there. */
function merged(message: Json, piece: Json): Json {
  if (!Array.isArray(piece.content)) return { ...message, ...piece }
  const text = typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : []
  return { ...message, content: [...piece.content, ...text] }
}

function deltasOf({ parts }: Speech, flavour: ChatFlavour): Json[] {
  const calls = toolCallsOf(parts)
  return parts.flatMap((part) => {
    if (part.kind === 'text') return part.pieces.map((content) => chatDelta({ content }))
    if (part.kind === 'reasoning') {
      return part.pieces.map((piece, at) => chatDelta(flavour.reasoning(piece, at === part.pieces.length - 1)))
    }
    const index = calls.indexOf(part)
    return part.pieces.map((piece, at) => {
      const call = at === 0 ? functionCall(part, piece) : { function: { arguments: piece } }
      return chatDelta({ tool_calls: [{ index, ...call }] })
    })
  })
}

type ToolCall = Extract<SpokenPart, { kind: 'toolCall' }>

function toolCallsOf(parts: readonly SpokenPart[]): ToolCall[] {
  return parts.filter((part) => part.kind === 'toolCall')
}

function functionCall({ id, name }: ToolCall, text: string): Json {
  return { id, type: 'function', function: { name, arguments: text } }
}

function usageOf({ tokens }: Speech): Json {
  return {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
    prompt_tokens_details: { cached_tokens: tokens.cacheRead, cache_write_tokens: tokens.cacheWrite },
    completion_tokens_details: { reasoning_tokens: tokens.reasoning },
  }
}

/** DeepSeek, vLLM and others. */
export function reasoningContent(text: string): Json {
  return { reasoning_content: text }
}

/** Ollama, newer versions of vLLM and others. */
export function plainReasoning(text: string): Json {
  return { reasoning: text }
}

/** Source: https://openrouter.ai/docs/use-cases/reasoning-tokens */
export function reasoningDetails(text: string, last: boolean): Json {
  const detail = { type: 'reasoning.text', text, format: 'anthropic-claude-v1', index: 0 }
  return { reasoning: text, reasoning_details: [{ ...detail, ...(last ? { signature: STATE } : {}) }] }
}

/** Source: https://docs.mistral.ai/capabilities/reasoning/ */
export function thinkChunk(text: string): Json {
  return { content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }
}
