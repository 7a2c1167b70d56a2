import type { DescField, DescMessage } from '@bufbuild/protobuf'

/** Where a name of plain JSON leads to. */
export interface Place {
  /** Undefined: the name is a shorthand; what it stands for is written in `shorthands.ts`. */
  readonly field: DescField | undefined
  /** The field whose message has it, where it may be written one level above its own; undefined: the message itself. */
  readonly within: DescField | undefined
}

/** Fields of requests whose own fields may stand beside them as well: `{"model": …}` for `{"options": {"model": …}}`. */
const SPREAD: ReadonlySet<string> = new Set(['options', 'context', 'filter', 'provider', 'provider_model', 'request'])

/** Names that messages of the contract do not have and that plain JSON may use all the same. */
const SHORTHANDS: Readonly<Record<string, readonly string[]>> = {
  'switchyard.v1.GenerateChatRequest': ['prompt', 'system'],
  'switchyard.v1.Message': ['content'],
}

/** Fields that hold JSON as text, which may be written as the JSON itself. */
const JSON_TEXTS: ReadonlySet<string> = new Set([
  'switchyard.v1.Tool.parameters_schema',
  'switchyard.v1.JsonSchema.schema',
  'switchyard.v1.ToolCall.arguments',
])

export function isJsonText(field: DescField): boolean {
  return JSON_TEXTS.has(`${field.parent.typeName}.${field.name}`)
}

const known = new WeakMap<DescMessage, ReadonlyMap<string, Place>>()

/** Every name that may stand in the JSON of a message, each field by its name in the contract and in lowerCamelCase. */
export function placesOf(desc: DescMessage): ReadonlyMap<string, Place> {
  const places = known.get(desc) ?? findPlaces(desc)
  known.set(desc, places)
  return places
}

function findPlaces(desc: DescMessage): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const field of desc.fields) {
    for (const name of [field.name, field.jsonName]) places.set(name, { field, within: undefined })
  }
  for (const name of SHORTHANDS[desc.typeName] ?? []) places.set(name, { field: undefined, within: undefined })
  for (const within of spreadFieldsOf(desc)) {
    for (const [name, { field }] of placesOf(within.message)) if (!places.has(name)) places.set(name, { field, within })
  }
  return places
}

/** Only whole requests are written that way: within other messages the same names may mean something else. */
function spreadFieldsOf(desc: DescMessage): (DescField & { readonly fieldKind: 'message' })[] {
  if (!desc.name.endsWith('Request')) return []
  return desc.fields.filter((field) => field.fieldKind === 'message').filter(({ name }) => SPREAD.has(name))
}
