import { type DescField, type DescMessage, fromJson, type JsonObject, type JsonValue } from '@bufbuild/protobuf'
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { type Config, ConfigSchema } from '#gen/switchyard/config/v1/config_pb.js'
import { decodeEnum, decodeScalar, Refused } from './decode-scalar.ts'
import { DURATION_HINT, parseDuration, toProtobufDuration } from './duration.ts'
import type { FaultList } from './faults.ts'
import { plainJson } from './plain-json.ts'
import { suggest } from './suggest.ts'
import type { YamlSource } from './yaml.ts'

/** Messages that may be written as a plain string, and the field it stands for. */
export const SHORTHANDS: Readonly<Record<string, string>> = {
  'switchyard.config.v1.ProviderModel': 'name',
  'switchyard.v1.ProviderModel': 'name',
}

/** Anchors are a convenience for a few lines; more of them are an attempt to fill the memory. */
const MAX_ALIASES = 100

/** The file as a message. What is wrong is left out and reported, so that the rest can still be checked. */
export function decodeConfig(source: YamlSource, faults: FaultList): Config {
  return fromJson(ConfigSchema, decodeJson(source, ConfigSchema, faults))
}

/** The same for any message, as protobuf's JSON mapping writes it, by the names in the contract. */
export function decodeJson(source: YamlSource, desc: DescMessage, faults: FaultList): JsonObject {
  const root = source.document.contents
  if (root?.range) faults.locate('', source.placeOf(root.range[0]))
  const empty = !root || (isScalar(root) && root.value === null)
  return empty ? {} : ((new Decoder(source, faults).message(root, desc, '') as JsonObject | undefined) ?? {})
}

/** Walks the file and the schema side by side, and writes what protobuf's JSON mapping reads. */
class Decoder {
  readonly #source: YamlSource
  readonly #faults: FaultList
  #aliases = 0

  constructor(source: YamlSource, faults: FaultList) {
    this.#source = source
    this.#faults = faults
  }

  message(node: Node, desc: DescMessage, path: string): JsonValue | undefined {
    const shorthand = SHORTHANDS[desc.typeName]
    if (shorthand && isScalar(node)) return this.#shorthand(node, desc.field[shorthand], path)
    if (!isMap(node)) return this.#refuse(path, `must be a group of fields: ${fieldNames(desc).join(', ')}`)
    const json: JsonObject = {}
    for (const pair of node.items) {
      const key = this.#key(pair, path)
      const field = key && desc.fields.find((candidate) => candidate.name === key.name)
      if (key && !field) this.#unknownField(key, desc)
      if (!key || !field) continue
      const value = this.#present(pair.value, key.path)
      const decoded = value && this.#field(value, field, key.path)
      if (decoded !== undefined) json[field.name] = decoded
    }
    return json
  }

  #shorthand(node: Node, field: DescField | undefined, path: string): JsonObject | undefined {
    const value = field && this.#value(node, field, path)
    return field && value !== undefined ? { [field.name]: value } : undefined
  }

  #field(node: Node, field: DescField, path: string): JsonValue | undefined {
    if (field.fieldKind === 'list') return this.#list(node, field, path)
    if (field.fieldKind === 'map') return this.#map(node, field, path)
    return this.#value(node, field, path)
  }

  #list(node: Node, field: DescField, path: string): JsonValue | undefined {
    if (!isSeq(node)) return this.#refuse(path, 'must be a list, for example `[one, two]`')
    return node.items.flatMap((item, index) => {
      const itemPath = `${path}[${index}]`
      const value = this.#present(item, itemPath)
      if (!value) this.#refuse(itemPath, 'must not be empty')
      const decoded = value && this.#value(value, field, itemPath)
      return decoded === undefined ? [] : [decoded]
    })
  }

  #map(node: Node, field: DescField, path: string): JsonValue | undefined {
    if (!isMap(node)) return this.#refuse(path, 'must be a group of names with their values')
    const json: JsonObject = {}
    for (const pair of node.items) {
      const key = this.#key(pair, path, true)
      const value = key && this.#present(pair.value, key.path)
      const decoded = value && this.#value(value, field, key.path)
      if (key && decoded !== undefined) json[key.name] = decoded
    }
    return json
  }

  /** One value: of the field itself, or of an item of its list or map. */
  #value(node: Node, field: DescField, path: string): JsonValue | undefined {
    try {
      if (field.enum) return decodeEnum(node, field.enum)
      if (field.message?.typeName === 'google.protobuf.Duration') return decodeDuration(node)
      if (field.message?.typeName === 'google.protobuf.Struct') return plainJson(node)
      if (field.message) return this.message(node, field.message, path)
      return decodeScalar(node, field.scalar)
    } catch (error) {
      if (error instanceof Refused) return this.#refuse(path, error.message)
      throw error
    }
  }

  /** The node itself, behind an alias too; undefined when there is no value, which is the same as leaving it out. */
  #present(value: unknown, path: string): Node | undefined {
    let node = value as Node | null
    if (isAlias(node)) {
      this.#aliases += 1
      if (this.#aliases > MAX_ALIASES) return this.#refuse(path, `more than ${MAX_ALIASES} aliases are not allowed`)
      node = node.resolve(this.#source.document) ?? null
      if (!node) return this.#refuse(path, 'refers to an anchor that does not exist')
    }
    if (!node || (isScalar(node) && node.value === null)) return undefined
    const offset = (value as Node).range?.[0]
    if (offset !== undefined) this.#faults.locate(path, this.#source.placeOf(offset))
    return node
  }

  /** The name of a field or of a map's entry. A fault in it is placed at the name, not at its value. */
  #key(pair: Pair, path: string, quoted = false): { name: string; path: string } | undefined {
    const node = pair.key as Node
    const name = isScalar(node) ? (typeof node.value === 'string' ? node.value : node.source) : undefined
    if (name === undefined) return this.#refuse(path, 'the name of a field must be plain text')
    const keyPath = quoted ? `${path}[${JSON.stringify(name)}]` : path === '' ? name : `${path}.${name}`
    if (node.range) this.#faults.locate(keyPath, this.#source.placeOf(node.range[0]))
    if (name === '__proto__') return this.#refuse(keyPath, 'this name is not allowed')
    return { name, path: keyPath }
  }

  #unknownField(key: { name: string; path: string }, desc: DescMessage): void {
    const names = fieldNames(desc)
    const hint = key.name === 'api_key' ? placeOfKey(desc) : suggest(key.name, names)
    this.#refuse(key.path, `there is no such field${hint || `; allowed are ${names.join(', ')}`}`)
  }

  #refuse(path: string, message: string): undefined {
    this.#faults.add(path, message)
    return undefined
  }
}

/** A key never stands in a file: where it belongs instead. */
function placeOfKey({ typeName }: DescMessage): string {
  return typeName === 'switchyard.v1.Provider'
    ? '; give the key by --api-key-env or --api-key-stdin'
    : '; name the environment variable that holds it in `api_key_env`'
}

function fieldNames(desc: DescMessage): string[] {
  return desc.fields.map((field) => field.name)
}

function decodeDuration(node: Node): string {
  const milliseconds = isScalar(node) && typeof node.value === 'string' ? parseDuration(node.value) : undefined
  if (milliseconds === undefined) throw new Refused(DURATION_HINT)
  return toProtobufDuration(milliseconds)
}
