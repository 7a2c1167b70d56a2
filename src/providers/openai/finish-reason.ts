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

function stopped({ refused, calledTools }: AnswerTraits): FinishReason {
  if (refused) return FinishReason.REFUSAL
  return calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP
}
