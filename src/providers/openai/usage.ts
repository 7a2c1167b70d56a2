import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { usageOf } from '../../core/events.ts'
import { countOf, type Fields, fieldsOf } from '../wire/untrusted.ts'

/** The usage of a chat completion, in the forms that servers report it; undefined when it is missing or cannot be. */
export function chatUsage(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported)
  if (usage.prompt_tokens == null && usage.completion_tokens == null) return undefined
  const prompt = fieldsOf(usage.prompt_tokens_details)
  const reasoning = countOf(fieldsOf(usage.completion_tokens_details).reasoning_tokens)
  return usageOf({
    input: countOf(usage.prompt_tokens),
    output: outputOf(usage, reasoning),
    cacheRead: countOf(prompt.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.num_cached_tokens),
    cacheWrite: countOf(prompt.cache_write_tokens),
    reasoning,
  })
}

/** Some servers leave reasoning out of `completion_tokens`; their total gives it away. */
function outputOf(usage: Fields, reasoning: number | undefined): number | undefined {
  const input = countOf(usage.prompt_tokens) ?? 0
  const output = countOf(usage.completion_tokens)
  const apart = reasoning && usage.total_tokens === input + (output ?? 0) + reasoning
  return apart ? (output ?? 0) + reasoning : output
}

/** The usage of a response; undefined when it is missing or cannot be. */
export function responsesUsage(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported)
  if (usage.input_tokens == null && usage.output_tokens == null) return undefined
  const input = fieldsOf(usage.input_tokens_details)
  return usageOf({
    input: countOf(usage.input_tokens),
    output: countOf(usage.output_tokens),
    cacheRead: countOf(input.cached_tokens),
    cacheWrite: countOf(input.cache_write_tokens),
    reasoning: countOf(fieldsOf(usage.output_tokens_details).reasoning_tokens),
  })
}
