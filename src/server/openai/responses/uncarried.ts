import type { HarmlessValues } from '../fields.ts'

/**
 * Parameters that are not carried to providers, with the values that are taken because nothing would be different. All
 * others of theirs are refused rather than ignored.
 */
export const UNCARRIED: HarmlessValues = {
  // They tell the vendor who asks, or help it to reuse what it has: the answer is the same.
  user: 'any',
  safety_identifier: 'any',
  prompt_cache_key: 'any',
  prompt_cache_retention: 'any',
  prompt_cache_options: 'any',
  stream_options: 'any',
  // It bounds the calls of built-in tools, of which there are none.
  max_tool_calls: 'any',
  // Nothing is stored here, whatever OpenAI's own default is; who insists on it is told so.
  store: [false],
  background: [false],
  previous_response_id: [],
  conversation: [],
  prompt: [],
  truncation: ['disabled'],
  service_tier: ['auto', 'default'],
  top_logprobs: [0],
  context_management: [],
  moderation: [],
  access_programs: [],
  image: [],
}

/** What an answer may be asked to include: its reasoning, which always comes, and what only built-in tools give. */
export const INCLUDABLE: ReadonlySet<unknown> = new Set([
  'reasoning.encrypted_content',
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
])
