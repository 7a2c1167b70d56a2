import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { usageOf } from '../../core/events.ts'
import { countOf, type Fields, fieldsOf } from '../wire/untrusted.ts'

export type Counts = Fields

/** The counts that are read; whatever else a report holds is not kept. */
const FIELDS = [
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'output_tokens_details',
]

/** The counts so far with those of a later report: they are totals, and a report may leave out or null what it repeats. */
export function laterCounts(known: Counts, reported: unknown): Counts {
  const later = fieldsOf(reported)
  return Object.fromEntries(FIELDS.map((field) => [field, later[field] ?? known[field]]))
}

/**
 * The usage of a message; undefined when it is missing or cannot be. The vendor counts cached tokens apart from the
 * input, and thinking within the output. Source: https://platform.claude.com/docs/en/api/messages/create
 */
export function messageUsage(counts: Counts): Usage | undefined {
  if (counts.input_tokens === undefined && counts.output_tokens === undefined) return undefined
  const cacheRead = countOf(counts.cache_read_input_tokens) ?? 0
  const cacheWrite = countOf(counts.cache_creation_input_tokens) ?? 0
  return usageOf({
    input: (countOf(counts.input_tokens) ?? 0) + cacheRead + cacheWrite,
    output: countOf(counts.output_tokens),
    cacheRead,
    cacheWrite,
    reasoning: countOf(fieldsOf(counts.output_tokens_details).thinking_tokens),
  })
}
