import { type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { isJsonText, type Place, placesOf } from '../../src/server/json/places.ts'
import { fieldRules, type JsonSchema } from '../config-schema/rules.ts'
import { isAlwaysTold, isRequired } from './fields.ts'

/** How Google's own types stand in JSON. */
const WELL_KNOWN: Readonly<Record<string, JsonSchema>> = {
  'google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
  'google.protobuf.Duration': { type: 'string', pattern: '^-?[0-9]+(\\.[0-9]{1,9})?s$', examples: ['30s'] },
  'google.protobuf.Struct': { type: 'object' },
  'google.protobuf.FieldMask': { type: 'string', examples: ['models,base_url'] },
}

const TEXTS: JsonSchema = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }

/** What the names mean that plain JSON may use beside those of the contract. */
const SHORTHANDS: Readonly<Record<string, JsonSchema>> = {
  content: { description: 'A text, or the parts by another name.', oneOf: [{ type: 'string' }, { type: 'array' }] },
  prompt: { description: 'What the user says, instead of messages: a text, or one for each turn.', ...TEXTS },
  system: { description: 'Instructions that stand above the conversation.', ...TEXTS },
}

/** The fields that a shorthand can stand for, so that none of them is always there. */
const REPLACED: ReadonlySet<string> = new Set(['parts', 'messages', 'request', 'provider'])

/** Messages of which one of two names must be there. */
const ALTERNATIVES: Readonly<Record<string, JsonSchema>> = {
  GenerateChatRequest: { anyOf: [{ required: ['messages'] }, { required: ['prompt'] }] },
  Message: { anyOf: [{ required: ['parts'] }, { required: ['content'] }] },
}

/** The messages of the contract as schemas, collected as they are spoken of. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {}
  readonly #comments: ReadonlyMap<string, string>
  readonly #inRequests: ReadonlySet<DescMessage | DescEnum>

  constructor(comments: ReadonlyMap<string, string>, requests: readonly DescMessage[]) {
    this.#comments = comments
    this.#inRequests = reachable(requests)
  }

  describe(name: string): JsonSchema {
    const description = this.#comments.get(name)
    return description === undefined ? {} : { description }
  }

  /** What stands at a name of a request. */
  ofPlace(name: string, { field }: Place): JsonSchema {
    return field ? this.ofField(field) : (SHORTHANDS[name] ?? {})
  }

  ofField(field: DescField): JsonSchema {
    const { own, items } = fieldRules(field)
    const described = this.describe(`${field.parent.name}.${field.name}`)
    const value = { ...this.#value(field), ...items }
    if (field.fieldKind === 'list') return { ...described, type: 'array', items: value, ...own }
    if (field.fieldKind === 'map') return { ...described, type: 'object', additionalProperties: value, ...own }
    return { ...value, ...described, ...own }
  }

  refer(desc: DescMessage | DescEnum): JsonSchema {
    const name = desc.typeName.replace('switchyard.v1.', '')
    if (!this.components[name]) {
      this.components[name] = {}
      this.components[name] = desc.kind === 'enum' ? this.#enum(desc) : this.#message(desc)
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  #value(field: DescField): JsonSchema {
    if (field.enum) return this.refer(field.enum)
    if (field.message) return WELL_KNOWN[field.message.typeName] ?? this.refer(field.message)
    if (isJsonText(field)) return { type: ['string', 'object'] }
    return scalarSchema(field.scalar, this.#inRequests.has(field.parent))
  }

  #enum(desc: DescEnum): JsonSchema {
    const short = desc.values.filter(({ number }) => number !== 0).map(({ localName }) => localName.toLowerCase())
    const names = desc.values.map(({ name }) => name)
    return {
      ...this.describe(desc.name),
      type: 'string',
      enum: this.#inRequests.has(desc) ? [...short, ...names] : names,
    }
  }

  #message(desc: DescMessage): JsonSchema {
    return this.#inRequests.has(desc) ? this.#request(desc) : this.#answer(desc)
  }

  #request(desc: DescMessage): JsonSchema {
    const places = [...placesOf(desc)].filter(([name, { field }]) => field === undefined || field.name === name)
    const required = desc.fields.filter((field) => isRequired(field) && !REPLACED.has(field.name))
    return {
      ...this.describe(desc.name),
      type: 'object',
      properties: Object.fromEntries(places.map(([name, place]) => [name, this.ofPlace(name, place)])),
      ...listed('required', required),
      ...ALTERNATIVES[desc.name],
      additionalProperties: false,
    }
  }

  #answer(desc: DescMessage): JsonSchema {
    return {
      ...this.describe(desc.name),
      type: 'object',
      properties: Object.fromEntries(desc.fields.map((field) => [field.name, this.ofField(field)])),
      ...listed('required', desc.fields.filter(isAlwaysTold)),
    }
  }
}

function listed(name: string, fields: readonly DescField[]): JsonSchema {
  return fields.length === 0 ? {} : { [name]: fields.map((field) => field.name) }
}

function scalarSchema(scalar: ScalarType | undefined, isInRequest: boolean): JsonSchema {
  switch (scalar) {
    case ScalarType.STRING:
      return { type: 'string' }
    case ScalarType.BOOL:
      return { type: 'boolean' }
    case ScalarType.BYTES:
      return { type: 'string', contentEncoding: 'base64' }
    case ScalarType.INT64:
      return { type: isInRequest ? ['integer', 'string'] : 'string', pattern: '^-?[0-9]+$', format: 'int64' }
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { type: 'number' }
    default:
      return { type: 'integer', format: 'int32' }
  }
}

function reachable(roots: readonly DescMessage[]): Set<DescMessage | DescEnum> {
  const found = new Set<DescMessage | DescEnum>(roots)
  for (const desc of found) {
    if (desc.kind === 'enum') continue
    for (const field of desc.fields) {
      const next = field.message ?? field.enum
      if (next && !(next.typeName in WELL_KNOWN)) found.add(next)
    }
  }
  return found
}
