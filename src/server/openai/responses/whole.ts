import type { GenerateChatResponse } from '#gen/switchyard/v1/generation_pb.js'
import { type AnswerInfo, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { createdOf, infoJson } from '../info.ts'
import { itemId, outputItem } from './items.ts'
import type { ResponsesQuestion } from './request.ts'

/** Reasons for which an answer is not all that there was to say, in the words that clients know. */
const incomplete: Partial<Record<FinishReason, string>> = {
  [FinishReason.LENGTH]: 'max_output_tokens',
  [FinishReason.PAUSE]: 'max_output_tokens',
  [FinishReason.ERROR]: 'max_output_tokens',
  [FinishReason.CONTENT_FILTER]: 'content_filter',
}

type Question = Pick<ResponsesQuestion, 'echo' | 'warnings'>

/** What every response object begins with. */
export function responseHead(responseId: string, created: number, model: string, { echo }: Question) {
  const identity = { id: `resp_${responseId}`, object: 'response', created_at: created, model }
  return { ...identity, background: false, error: null, incomplete_details: null, ...echo }
}

/** A whole answer as a response object. */
export function responseObject({ message, info }: GenerateChatResponse, question: Question) {
  if (!info) throw new Error('An answer came without its info.')
  const isRefusal = info.finishReason === FinishReason.REFUSAL
  const output = (message?.parts ?? []).flatMap((part, index) => {
    const id = itemId(part, info.responseId, index)
    return id === undefined ? [] : [outputItem(part, id, 'completed', isRefusal)]
  })
  return finishedResponse(output, info, question)
}

export function finishedResponse(output: readonly object[], info: AnswerInfo, question: Question) {
  const reason = incomplete[info.finishReason]
  return {
    ...responseHead(info.responseId, createdOf(info), info.model, question),
    status: reason === undefined ? 'completed' : 'incomplete',
    ...(reason !== undefined && { incomplete_details: { reason } }),
    output,
    usage: responseUsage(info),
    switchyard: infoJson(info, question.warnings),
  }
}

/** Tokens as Responses counts them: the same sums as ours. */
function responseUsage({ usage }: AnswerInfo) {
  const input = Number(usage?.inputTokens ?? 0n)
  const output = Number(usage?.outputTokens ?? 0n)
  const cached_tokens = Number(usage?.cacheReadInputTokens ?? 0n)
  const cache_write_tokens = Number(usage?.cacheWriteInputTokens ?? 0n)
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens, cache_write_tokens },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: Number(usage?.reasoningOutputTokens ?? 0n) },
    total_tokens: input + output,
  }
}
