import {
  type DescField,
  type DescMessage,
  type JsonValue,
  type MessageShape,
  ScalarType,
  toJson,
} from '@bufbuild/protobuf'
import { stringify } from 'yaml'
import { enumNames } from './decode-scalar.ts'

/** The fields of a message as YAML, written as in the configuration file, without those that are not set. */
export function printFragment<Desc extends DescMessage>(
  desc: Desc,
  message: MessageShape<Desc>,
  fields: readonly DescField[],
): string {
  const json = toJson(desc, message, { useProtoFieldName: true }) as Record<string, JsonValue>
  const shown = fields.flatMap((field) => {
    const value = json[field.name]
    return value === undefined ? [] : [[field.name, plain(field, value)] as const]
  })
  return shown.length === 0 ? '' : stringify(Object.fromEntries(shown)).trimEnd()
}

/** A value as people write it: enums by their short names, numbers as numbers. */
function plain(field: DescField, value: JsonValue): JsonValue {
  if (field.fieldKind === 'list' && Array.isArray(value)) return value.map((item) => plainItem(field, item))
  if (field.fieldKind === 'map' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainItem(field, item)]))
  }
  return plainItem(field, value)
}

function plainItem({ enum: named, message, scalar }: DescField, value: JsonValue): JsonValue {
  if (scalar === ScalarType.INT64) return Number(value)
  if (named) return enumNames(named)[named.values.findIndex(({ name }) => name === value) - 1] ?? value
  if (!message || !isObject(value) || message.typeName.startsWith('google.protobuf.')) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const field = message.fields.find((candidate) => candidate.name === name)
      return [name, field ? plain(field, item) : item]
    }),
  )
}

function isObject(value: JsonValue): value is { [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
