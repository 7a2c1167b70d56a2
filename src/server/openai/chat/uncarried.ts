import type { HarmlessValues } from '../fields.ts'

/**
 * Parameters that are not carried to providers, with the values that are taken because nothing would be different.
 * All others of theirs are refused rather than ignored: what a caller asked for is never dropped without a word.
 */
export const UNCARRIED: HarmlessValues = {
  // They tell the vendor who asks, or help it to reuse what it has: the answer is the same.
  user: 'any',
  safety_identifier: 'any',
  prompt_cache_key: 'any',
  prompt_cache_retention: 'any',
  prompt_cache_options: 'any',
  prediction: 'any',
  // Nothing is stored here.
  store: [false],
  n: [1],
  logprobs: [false],
  top_logprobs: [0],
  logit_bias: [{}],
  modalities: [['text']],
  service_tier: ['auto', 'default'],
  verbosity: ['medium'],
  audio: [],
  moderation: [],
  web_search_options: [],
  // Replaced by `tools` and `tool_choice`.
  functions: [],
  function_call: [],
}
