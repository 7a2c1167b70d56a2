import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { ProviderSchema } from '#gen/switchyard/config/v1/provider_pb.js'
import { SHORTHANDS } from '../../src/config/decode.ts'
import { enumNames } from '../../src/config/decode-scalar.ts'
import { DURATION_PATTERN } from '../../src/config/duration.ts'
import { adapters } from '../../src/providers/registry.ts'
import { readComments } from './comments.ts'
import { fieldRules, type JsonSchema } from './rules.ts'

/** The JSON Schema of the configuration file. */
export function configJsonSchema(): JsonSchema {
  const comments = readComments()
  const definitions: Record<string, JsonSchema> = {}
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Switchyard configuration',
    ...messageSchema(ConfigSchema, definitions, comments),
    definitions,
  }
}

type Definitions = Record<string, JsonSchema>
type Comments = ReadonlyMap<string, string>

function messageSchema(desc: DescMessage, definitions: Definitions, comments: Comments): JsonSchema {
  const properties = desc.fields.map((field): [string, JsonSchema] => [
    field.name,
    { ...described(comments, `${desc.name}.${field.name}`), ...fieldSchema(field, definitions, comments) },
  ])
  return {
    ...described(comments, desc.name),
    type: ['object', 'null'],
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  }
}

function described(comments: Comments, name: string): JsonSchema {
  const description = comments.get(name)
  return description === undefined ? {} : { description }
}

/** The names of adapters stand in their registry, not in the contract: a new one is a line there. */
const ADAPTERS: JsonSchema = { type: 'string', enum: adapters.map(({ name }) => name) }

function fieldSchema(field: DescField, definitions: Definitions, comments: Comments): JsonSchema {
  if (field.parent === ProviderSchema && field.name === 'adapter') return ADAPTERS
  const { own, items } = fieldRules(field)
  const value = { ...valueSchema(field, definitions, comments), ...items }
  if (field.fieldKind === 'list') return { type: 'array', items: value, ...own }
  if (field.fieldKind === 'map') return { type: 'object', additionalProperties: value, ...own }
  return { ...value, ...own }
}

function valueSchema(field: DescField, definitions: Definitions, comments: Comments): JsonSchema {
  if (field.enum) return { enum: enumNames(field.enum) }
  if (!field.message) return scalarSchema(field.scalar)
  if (field.message.typeName === 'google.protobuf.Duration') return { type: 'string', pattern: DURATION_PATTERN }
  if (field.message.typeName === 'google.protobuf.Struct') return { type: 'object' }
  return referenceTo(field.message, definitions, comments)
}

function referenceTo(desc: DescMessage, definitions: Definitions, comments: Comments): JsonSchema {
  if (!definitions[desc.name]) {
    definitions[desc.name] = {}
    definitions[desc.name] = messageSchema(desc, definitions, comments)
  }
  const reference = { $ref: `#/definitions/${desc.name}` }
  return SHORTHANDS[desc.typeName] ? { anyOf: [{ type: 'string' }, reference] } : { allOf: [reference] }
}

/** Text may be written as a number too, as long as it reads the same. */
function scalarSchema(scalar: ScalarType | undefined): JsonSchema {
  if (scalar === ScalarType.STRING) return { type: ['string', 'number'] }
  if (scalar === ScalarType.BOOL) return { type: 'boolean' }
  return { type: scalar === ScalarType.DOUBLE || scalar === ScalarType.FLOAT ? 'number' : 'integer' }
}
