import { create, fromJson, type JsonValue } from '@bufbuild/protobuf'
import {
  type GenerationOptions,
  GenerationOptionsSchema,
  ReasoningEffort,
} from '#gen/switchyard/v1/generation_options_pb.js'
import { unreadableRequest } from '../web/unreadable.ts'
import { type Fields, isObject } from './fields.ts'
import { requireShallow } from './json-text.ts'
import { invalidParameter } from './refusals.ts'

/** The model name that asks for one to be chosen, as leaving it out does. */
const AUTOMATIC = 'auto'

/** Words for the effort of reasoning. */
export const EFFORTS: ReadonlyMap<string, ReasoningEffort> = new Map([
  ['none', ReasoningEffort.NONE],
  ['minimal', ReasoningEffort.MINIMAL],
  ['low', ReasoningEffort.LOW],
  ['medium', ReasoningEffort.MEDIUM],
  ['high', ReasoningEffort.HIGH],
  ['xhigh', ReasoningEffort.MAX],
  ['max', ReasoningEffort.MAX],
])

/**
 * The options that Chat Completions and Responses have in common, laid over those of the member `switchyard`, which
 * takes the contract's own options in their JSON form.
 */
export function commonOptions(fields: Fields): GenerationOptions {
  const options = ownOptions(fields)
  const model = fields.text('model')
  if (model !== undefined && model !== '' && model !== AUTOMATIC) options.model = model
  const temperature = fields.number('temperature')
  if (temperature !== undefined) options.temperature = temperature
  const topP = fields.number('top_p')
  if (topP !== undefined) options.topP = topP
  return options
}

function ownOptions(fields: Fields): GenerationOptions {
  const value = fields.any('switchyard')
  if (value === undefined) return create(GenerationOptionsSchema)
  const path = fields.pathOf('switchyard')
  if (!isObject(value)) throw invalidParameter(path, 'must be a JSON object', 'invalid_type')
  requireShallow(value, path)
  try {
    return fromJson(GenerationOptionsSchema, value as JsonValue)
  } catch (error) {
    const complaint = error instanceof Error ? error.message : ''
    const [violation] = unreadableRequest(complaint, GenerationOptionsSchema).violations
    if (!violation) throw invalidParameter(path, 'cannot be read as the options of a call')
    throw invalidParameter(`${path}.${violation.field}`, violation.description)
  }
}

const LABEL = /^[a-z][a-z0-9_.-]{0,63}$/
const MAX_LABEL_LENGTH = 256
const MAX_LABELS = 32

/**
 * `metadata` becomes labels, which stand in the ledger. What does not fit there is left out, which the returned
 * warnings tell: it changes nothing of the answer.
 */
export function takeMetadata(fields: Fields, options: GenerationOptions): string[] {
  const metadata = fields.object('metadata')
  const names = metadata?.names() ?? []
  if (names.length > MAX_LABELS) throw invalidParameter('metadata', `must have at most ${MAX_LABELS} members`)
  const warnings: string[] = []
  for (const name of names) {
    const value = metadata?.text(name) ?? ''
    if (LABEL.test(name) && value.length <= MAX_LABEL_LENGTH) options.labels[name] = value
    else if (warnings.length === 0) warnings.push('Of metadata, what does not fit a label was left out.')
  }
  return warnings
}
