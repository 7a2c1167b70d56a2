import type { VendorModel } from '../provider.ts'
import { type ErrorContext, malformed } from '../wire/errors.ts'
import { type Fields, fieldsOf, limitOf } from '../wire/untrusted.ts'

/** The models of an answer. OpenAI tells only names; other servers also what a model can take and give. */
export function toVendorModels(json: Fields, context: ErrorContext): readonly VendorModel[] {
  if (!Array.isArray(json.data)) throw malformed(context, 'a JSON object that is no list of models')
  return json.data.flatMap((entry) => toVendorModel(fieldsOf(entry)))
}

/** OpenRouter: `context_length`; vLLM: `max_model_len`; Groq: `context_window`; Mistral: `max_context_length`. */
function toVendorModel(entry: Fields): VendorModel[] {
  const { id } = entry
  if (typeof id !== 'string' || id === '') return []
  const window = entry.context_length ?? entry.max_model_len ?? entry.context_window ?? entry.max_context_length
  const output = fieldsOf(entry.top_provider).max_completion_tokens ?? entry.max_completion_tokens
  return [{ name: id, contextWindow: limitOf(window), maxOutputTokens: limitOf(output) }]
}
