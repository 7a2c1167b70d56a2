import { type DescEnum, type JsonValue, ScalarType } from '@bufbuild/protobuf'
import { isScalar, type Node } from 'yaml'
import { suggest } from './suggest.ts'

/** A value is not what its field takes; the message says what it takes. */
export class Refused extends Error {}

/** A value as protobuf's JSON mapping writes it. Throws Refused. */
export function decodeScalar(node: Node, type: ScalarType | undefined): JsonValue {
  const value = isScalar(node) ? node.value : undefined
  switch (type) {
    case ScalarType.STRING:
      return decodeString(node)
    case ScalarType.BOOL:
      if (typeof value !== 'boolean') throw new Refused('must be `true` or `false`')
      return value
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      if (typeof value !== 'number' || !Number.isFinite(value)) throw new Refused('must be a number')
      return value
    case ScalarType.INT32:
      if (!isInteger(value, 2 ** 31 - 1)) throw new Refused('must be a whole number of at most 2147483647')
      return value
    default:
      if (!isInteger(value, Number.MAX_SAFE_INTEGER)) throw new Refused('must be a whole number')
      return value
  }
}

/** Text; a number counts as the text it was written as, so that prices and versions need no quotes. */
function decodeString(node: Node): string {
  if (isScalar(node) && typeof node.value === 'string') return node.value
  if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined) return node.source
  throw new Refused('must be text; put it in quotes if it reads like something else')
}

function isInteger(value: unknown, bound: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= bound
}

/** The value of an enum by its short name: `openai_compatible` for `ADAPTER_OPENAI_COMPATIBLE`. Throws Refused. */
export function decodeEnum(node: Node, desc: DescEnum): string {
  const written = isScalar(node) && typeof node.value === 'string' ? node.value : ''
  const names = enumNames(desc)
  const value = desc.values[names.indexOf(written) + 1]
  if (!names.includes(written) || !value)
    throw new Refused(`must be one of ${names.join(', ')}${suggest(written, names)}`)
  return value.name
}

/** The short names of an enum's values, without the first, which means not set. */
export function enumNames(desc: DescEnum): string[] {
  const prefix = (desc.values[0]?.name ?? '').replace(/UNSPECIFIED$/, '')
  return desc.values.slice(1).map((value) => value.name.slice(prefix.length).toLowerCase())
}
