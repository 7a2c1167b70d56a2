import {
  type DescEnum,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  type MessageShape,
} from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, invalidField } from '../../core/errors.ts'
import { unreadableRequest } from '../web/unreadable.ts'
import { isJsonText, type Place, placesOf } from './places.ts'
import { type Entries, writtenOut } from './shorthands.ts'

/**
 * A message of the contract from plain JSON: protobuf's JSON, and beside it what people write by hand. Enums may be named
 * without their prefix and in small letters, options may stand beside `options`, a message's `content` may be a text, JSON
 * that goes as text may be an object. Throws INVALID_REQUEST, naming the field where it can, for what is unknown, given
 * twice, or of a wrong type. The rules of the contract are not checked.
 */
export function messageOf<Desc extends DescMessage>(desc: Desc, entries: Entries): MessageShape<Desc> {
  const json = protobufJson(desc, entries, '')
  try {
    return fromJson(desc, json as JsonValue)
  } catch (error) {
    throw unreadableRequest(error instanceof Error ? error.message : '', desc)
  }
}

/** What stands in a body, which must be an object. */
export function entriesOf(body: unknown): Entries {
  if (isObject(body)) return Object.entries(body)
  throw new GatewayError(ErrorReason.INVALID_REQUEST, 'The request body must be a JSON object.')
}

function protobufJson(desc: DescMessage, entries: Entries, path: string): object {
  const own = new Map<DescField, unknown>()
  const spread = new Map<DescField, Entries>()
  for (const [name, value] of writtenOut(desc, entries, path)) {
    const { field, within } = placeOf(desc, name, path)
    if (within) spread.set(within, [...(spread.get(within) ?? []), [name, value]])
    else if (!field || own.has(field)) throw invalidField(path + (field?.name ?? name), 'is given twice')
    else own.set(field, value)
  }
  for (const [field, more] of spread) own.set(field, merged(field, own.get(field), more, path))
  const fields = [...own].map(([field, value]) => [field.name, fieldJson(field, value, path + field.name)])
  return Object.fromEntries(fields)
}

function placeOf(desc: DescMessage, name: string, path: string): Place {
  const place = placesOf(desc).get(name)
  if (place) return place
  throw unknownName(name, path)
}

/** A name that is no identifier may be a part of a prompt: it is not repeated. */
export function unknownName(name: string, path = ''): GatewayError {
  if (/^[A-Za-z_]\w{0,63}$/.test(name)) return invalidField(path + name, 'there is no such field')
  return invalidField(path === '' ? 'request' : path.slice(0, -1), 'has a field of an unknown name')
}

/** What was written inside of a field and beside it. */
class Merged {
  readonly entries: Entries

  constructor(entries: Entries) {
    this.entries = entries
  }
}

function merged(field: DescField, inside: unknown, beside: Entries, path: string): Merged {
  if (inside === undefined || inside === null) return new Merged(beside)
  if (!isObject(inside)) throw invalidField(path + field.name, 'must be an object')
  return new Merged([...Object.entries(inside), ...beside])
}

function fieldJson(field: DescField, value: unknown, path: string): unknown {
  if (field.fieldKind === 'list' && Array.isArray(value)) {
    return value.map((item, index) => valueJson(field, item, `${path}[${index}]`))
  }
  if (field.fieldKind === 'map' && isObject(value)) {
    const items = Object.entries(value).map(([key, item]) => [key, valueJson(field, item, `${path}[]`)])
    return Object.fromEntries(items)
  }
  return valueJson(field, value, path)
}

function valueJson(field: DescField, value: unknown, path: string): unknown {
  if (field.enum) return enumJson(field.enum, value, path)
  if (value instanceof Merged && field.message) return protobufJson(field.message, value.entries, `${path}.`)
  if (!isObject(value)) return value
  if (isJsonText(field)) return jsonText(value, path)
  // Google's own types have forms of their own in JSON.
  const isOurs = field.message?.typeName.startsWith('switchyard.') ?? false
  return isOurs && field.message ? protobufJson(field.message, Object.entries(value), `${path}.`) : value
}

function enumJson(desc: DescEnum, value: unknown, path: string): unknown {
  if (typeof value !== 'string') return value
  const found = desc.values.find(({ name, localName }) => name === value || localName === value.toUpperCase())
  if (found) return found.name
  const names = desc.values.filter(({ number }) => number !== 0).map(({ localName }) => localName.toLowerCase())
  throw invalidField(path, `must be one of ${names.join(', ')}`)
}

function jsonText(value: object, path: string): string {
  try {
    return JSON.stringify(value)
  } catch {
    throw invalidField(path, 'is nested too deeply')
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
