import { type DescMessage, fromJson, type JsonObject, type MessageShape } from '@bufbuild/protobuf'
import { decodeJson } from './decode.ts'
import { ConfigError, FaultList } from './faults.ts'
import { MAX_FILE_BYTES, parseYaml } from './yaml.ts'

/** A piece of configuration by itself, such as one route. */
export interface Fragment<Desc extends DescMessage> {
  readonly message: MessageShape<Desc>
  /** The fields that it holds, those with an empty value too, for example `retry.max_retries`. */
  readonly paths: readonly string[]
}

/**
 * Reads YAML or JSON that is written as in the configuration file. Throws a ConfigError that names everything that cannot
 * be read; bounds and names are not checked.
 */
export function readFragment<Desc extends DescMessage>(desc: Desc, source: string, text: string): Fragment<Desc> {
  const faults = new FaultList()
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) faults.add('', `the file is larger than ${MAX_FILE_BYTES} bytes`)
  const yaml = faults.faults.length === 0 ? parseYaml(text, faults) : undefined
  const json = yaml ? decodeJson(yaml, desc, faults) : {}
  if (faults.faults.length > 0) throw new ConfigError(source, faults.faults)
  return { message: fromJson(desc, json), paths: pathsIn(desc, json, '') }
}

function pathsIn(desc: DescMessage, json: JsonObject, within: string): string[] {
  return Object.entries(json).flatMap(([name, value]) => {
    const field = desc.fields.find((candidate) => candidate.name === name)
    const inner =
      field?.fieldKind === 'message' && isObject(value) ? pathsIn(field.message, value, `${within}${name}.`) : []
    return inner.length > 0 ? inner : [`${within}${name}`]
  })
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
