import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'

/** Tokens as Chat Completions counts them: the same sums as ours. */
export function chatUsage({ usage }: AnswerInfo) {
  const input = Number(usage?.inputTokens ?? 0n)
  const output = Number(usage?.outputTokens ?? 0n)
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: Number(usage?.cacheReadInputTokens ?? 0n), audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: Number(usage?.reasoningOutputTokens ?? 0n),
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}
