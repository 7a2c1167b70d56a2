import type { VendorModel } from '../provider.ts'
import { type ErrorContext, malformed } from '../wire/errors.ts'
import { type Fields, limitOf } from '../wire/untrusted.ts'

/** A page of the list of models. Source: https://platform.claude.com/docs/en/api/models/list */
export interface ModelPage {
  readonly models: readonly VendorModel[]
  /** Where the next page begins; undefined: there is none. */
  readonly next: string | undefined
}

/** Entries that are not as documented are passed over. */
export function modelPage(json: Fields, context: ErrorContext): ModelPage {
  if (!Array.isArray(json.data)) throw malformed(context, 'a JSON object that is no list of models')
  const models = (json.data as readonly (Fields | null)[]).flatMap((entry) => (entry === null ? [] : modelOf(entry)))
  const next = json.has_more === true && typeof json.last_id === 'string' ? json.last_id : undefined
  return { models, next }
}

/** Retired models are listed too, for the record, but cannot be called. */
function modelOf({ id, lifecycle, max_input_tokens: input, max_tokens: output }: Fields): VendorModel[] {
  if (typeof id !== 'string' || id === '' || lifecycle === 'retired') return []
  return [{ name: id, contextWindow: limitOf(input), maxOutputTokens: limitOf(output) }]
}
