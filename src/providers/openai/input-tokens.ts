import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'
import { toResponsesRequest } from './responses-request.ts'

/**
 * What of a response's request also stands in the request for its count.
 * Source: https://platform.openai.com/docs/api-reference/responses/input-tokens
 */
const COUNTED: ReadonlySet<string> = new Set([
  'conversation',
  'input',
  'instructions',
  'model',
  'parallel_tool_calls',
  'personality',
  'previous_response_id',
  'reasoning',
  'text',
  'tool_choice',
  'tools',
  'truncation',
])

/** The call as a request for the count of its input. */
export function toInputTokensRequest(call: TargetedCall, compatibility: Compatibility): Record<string, unknown> {
  const { body } = toResponsesRequest(call, compatibility)
  return Object.fromEntries(Object.entries(body).filter(([field]) => COUNTED.has(field)))
}
