import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'

/** Chat Completions, and what servers that speak it add. */
const chat: Readonly<Record<string, FinishReason>> = {
  stop: FinishReason.STOP,
  length: FinishReason.LENGTH,
  model_length: FinishReason.LENGTH,
  tool_calls: FinishReason.TOOL_CALLS,
  function_call: FinishReason.TOOL_CALLS,
  content_filter: FinishReason.CONTENT_FILTER,
  error: FinishReason.ERROR,
}

/** What else an answer held that tells why it ended. */
export interface AnswerTraits {
  readonly refused: boolean
  readonly calledTools: boolean
}

/** Some servers say `stop` when the model waits for its tools, and OpenAI says it of a refusal. */
export function chatFinishReason(raw: string, traits: AnswerTraits): FinishReason {
  const reason = Object.hasOwn(chat, raw) ? (chat[raw] as FinishReason) : FinishReason.OTHER
  return reason === FinishReason.STOP ? stopped(traits) : reason
}

const incomplete: Readonly<Record<string, FinishReason>> = {
  max_output_tokens: FinishReason.LENGTH,
  content_filter: FinishReason.CONTENT_FILTER,
}

/** The Responses interface: `completed`, or the reason why an answer is incomplete. */
export function responsesFinishReason(raw: string, traits: AnswerTraits): FinishReason {
  if (raw === 'completed') return stopped(traits)
  return Object.hasOwn(incomplete, raw) ? (incomplete[raw] as FinishReason) : FinishReason.OTHER
}

const anthropic: Readonly<Record<string, FinishReason>> = {
  end_turn: FinishReason.STOP,
  stop_sequence: FinishReason.STOP,
  max_tokens: FinishReason.LENGTH,
  model_context_window_exceeded: FinishReason.LENGTH,
  tool_use: FinishReason.TOOL_CALLS,
  refusal: FinishReason.REFUSAL,
  pause_turn: FinishReason.PAUSE,
}

/** Source: https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
export function anthropicFinishReason(raw: string): FinishReason {
  return Object.hasOwn(anthropic, raw) ? (anthropic[raw] as FinishReason) : FinishReason.OTHER
}

const gemini: Readonly<Record<string, FinishReason>> = {
  STOP: FinishReason.STOP,
  MAX_TOKENS: FinishReason.LENGTH,
  CONTINUATION: FinishReason.LENGTH,
  SAFETY: FinishReason.CONTENT_FILTER,
  RECITATION: FinishReason.CONTENT_FILTER,
  BLOCKLIST: FinishReason.CONTENT_FILTER,
  PROHIBITED_CONTENT: FinishReason.CONTENT_FILTER,
  SPII: FinishReason.CONTENT_FILTER,
  IMAGE_SAFETY: FinishReason.CONTENT_FILTER,
  IMAGE_PROHIBITED_CONTENT: FinishReason.CONTENT_FILTER,
  IMAGE_RECITATION: FinishReason.CONTENT_FILTER,
  MALFORMED_FUNCTION_CALL: FinishReason.ERROR,
  UNEXPECTED_TOOL_CALL: FinishReason.ERROR,
  TOO_MANY_TOOL_CALLS: FinishReason.ERROR,
  MALFORMED_RESPONSE: FinishReason.ERROR,
}

/** Gemini says `STOP` of tool calls too. Source: https://ai.google.dev/api/generate-content#FinishReason */
export function geminiFinishReason(raw: string, calledTools: boolean): FinishReason {
  const reason = Object.hasOwn(gemini, raw) ? (gemini[raw] as FinishReason) : FinishReason.OTHER
  return reason === FinishReason.STOP ? stopped({ refused: false, calledTools }) : reason
}

function stopped({ refused, calledTools }: AnswerTraits): FinishReason {
  if (refused) return FinishReason.REFUSAL
  return calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP
}
