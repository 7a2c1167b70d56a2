import type { JsonObject, JsonValue } from '@bufbuild/protobuf'
import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { Refused } from './decode-scalar.ts'

const MAX_DEPTH = 32

/** A group of fields that the schema leaves open, as JSON. Throws Refused for what JSON cannot say. */
export function plainJson(node: Node): JsonObject {
  if (!isMap(node)) throw new Refused('must be a group of fields')
  return plainMap(node.items, 0)
}

function plainMap(items: readonly { key: unknown; value: unknown }[], depth: number): JsonObject {
  const entries = items.map(({ key, value }): [string, JsonValue] => {
    if (!isScalar(key) || typeof key.value !== 'string' || key.value === '__proto__') {
      throw new Refused('the names of its fields must be plain text, and not `__proto__`')
    }
    return [key.value, plainValue(value, depth + 1)]
  })
  return Object.fromEntries(entries)
}

function plainValue(node: unknown, depth: number): JsonValue {
  if (depth > MAX_DEPTH) throw new Refused(`must not be nested deeper than ${MAX_DEPTH} levels`)
  if (node === null) return null
  if (isMap(node)) return plainMap(node.items, depth)
  if (isSeq(node)) return node.items.map((item) => plainValue(item, depth + 1))
  const value = isScalar(node) ? node.value : undefined
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new Refused('must hold only text, numbers, `true`, `false`, lists and groups; aliases are not allowed here')
}
