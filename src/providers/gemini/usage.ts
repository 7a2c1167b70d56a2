import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { usageOf } from '../../core/events.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The tokens of an answer so far; undefined when they are missing or cannot be. The vendor counts what its own tools
 * put into the prompt, and what the model thought, apart from the rest.
 * Source: https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function geminiUsage(reported: unknown): Usage | undefined {
  const usage = typeof reported === 'object' && reported !== null ? (reported as Fields) : {}
  if (usage.promptTokenCount == null && usage.candidatesTokenCount == null) return undefined
  const reasoning = countOf(usage.thoughtsTokenCount)
  return usageOf({
    input: countOf(usage.promptTokenCount) + countOf(usage.toolUsePromptTokenCount),
    output: countOf(usage.candidatesTokenCount) + reasoning,
    cacheRead: countOf(usage.cachedContentTokenCount),
    reasoning,
  })
}

/** A count that is 0 is not sent. What is there but no number is a fault, which the check of the counts then finds. */
function countOf(value: unknown): number {
  if (value === undefined || value === null) return 0
  return typeof value === 'number' ? value : Number.NaN
}
