import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { invalidField } from '../../core/errors.ts'
import { unknownName } from './message-of.ts'
import { placesOf } from './places.ts'
import type { Entries } from './shorthands.ts'

/**
 * The parameters of an address as the entries of a message. Lists take a parameter as often as it stands there;
 * messages and maps are written as JSON, lists of messages as a JSON list too. Throws INVALID_REQUEST, naming the parameter, for what is unknown, given
 * twice, or unreadable.
 */
export function queryEntries(desc: DescMessage, query: URLSearchParams): Entries {
  return [...new Set(query.keys())].map((name) => {
    const place = placesOf(desc).get(name)
    if (!place) throw unknownName(name)
    const values = query.getAll(name)
    // A shorthand is a text or a list of texts.
    return [name, place.field ? parameterValue(place.field, values, name) : values]
  })
}

/** Throws unless the address has no parameters. */
export function refuseQuery(query: URLSearchParams): void {
  for (const name of query.keys()) {
    const { violations } = unknownName(name)
    throw invalidField(violations[0]?.field ?? name, 'is not taken from the address here; send it in the body')
  }
}

function parameterValue(field: DescField, values: readonly string[], name: string): unknown {
  if (field.fieldKind === 'list') {
    return isJson(field) ? values.flatMap((value) => parse(value, name)) : values
  }
  const [value = '', second] = values
  if (second !== undefined) throw invalidField(name, 'is given more than once, and takes one value')
  if (isJson(field)) return parse(value, name)
  if (field.scalar === ScalarType.BOOL) return booleanOf(value, name)
  return value
}

/** Protobuf writes times, durations and masks as text. */
const TEXTS: ReadonlySet<string> = new Set([
  'google.protobuf.Timestamp',
  'google.protobuf.Duration',
  'google.protobuf.FieldMask',
])

function isJson({ fieldKind, message }: DescField): boolean {
  return fieldKind === 'map' || (message !== undefined && !TEXTS.has(message.typeName))
}

function parse(value: string, name: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    throw invalidField(name, 'is not valid JSON')
  }
}

function booleanOf(value: string, name: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalidField(name, 'must be true or false')
}
