import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { usageOf } from '../../core/events.ts'
import { countOf, fieldsOf } from '../wire/untrusted.ts'

/**
 * The tokens of an answer so far; undefined when they are missing or cannot be. The vendor counts what its own tools
 * put into the prompt, and what the model thought, apart from the rest.
 * Source: https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function geminiUsage(reported: unknown): Usage | undefined {
  const usage = fieldsOf(reported)
  if (usage.promptTokenCount == null && usage.candidatesTokenCount == null) return undefined
  // A count that is 0 is not sent.
  const reasoning = countOf(usage.thoughtsTokenCount) ?? 0
  return usageOf({
    input: (countOf(usage.promptTokenCount) ?? 0) + (countOf(usage.toolUsePromptTokenCount) ?? 0),
    output: (countOf(usage.candidatesTokenCount) ?? 0) + reasoning,
    cacheRead: countOf(usage.cachedContentTokenCount),
    reasoning,
  })
}
