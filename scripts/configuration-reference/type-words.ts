import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { SHORTHANDS } from '../../src/config/decode.ts'
import { enumNames } from '../../src/config/decode-scalar.ts'
import { adapters } from '../../src/providers/registry.ts'

/** Whether it holds fields of its own, once or in a list or map. */
export function isGroup(field: DescField): field is DescField & { readonly message: DescMessage } {
  return field.message?.typeName.startsWith('switchyard.') ?? false
}

/** What may be written for a field. With a home, its fields are told there. */
export function typeInWords(field: DescField, home?: string): string {
  const value = `${valueType(field)}${home === undefined ? '' : `, as ${linkTo(home)}`}`
  if (field.fieldKind === 'list') return `list of ${plural(value)}`
  return field.fieldKind === 'map' ? `${plural(value)} by name` : value
}

/** A path's section is that of its first name. */
function linkTo(path: string): string {
  return `[\`${path}\`](#${/^\w+/.exec(path)?.[0]})`
}

function valueType(field: DescField): string {
  if (field.parent.typeName === 'switchyard.config.v1.Provider' && field.name === 'adapter') {
    return oneOf(adapters.map(({ name }) => name))
  }
  if (field.enum) return oneOf(enumNames(field.enum))
  if (field.message?.typeName === 'google.protobuf.Duration') return 'duration'
  if (isGroup(field)) {
    const shorthand = SHORTHANDS[field.message.typeName]
    return shorthand ? `group, or its \`${shorthand}\` alone` : 'group'
  }
  return field.message ? 'group of any fields' : scalarType(field.scalar)
}

function plural(value: string): string {
  return value.replace(/^(group|text|duration|number|whole number)\b/, (word) =>
    word === 'text' ? 'texts' : `${word}s`,
  )
}

function scalarType(scalar: ScalarType | undefined): string {
  if (scalar === ScalarType.STRING) return 'text'
  if (scalar === ScalarType.BOOL) return '`true` or `false`'
  return scalar === ScalarType.DOUBLE || scalar === ScalarType.FLOAT ? 'number' : 'whole number'
}

function oneOf(names: readonly string[]): string {
  return `one of ${names.map((name) => `\`${name}\``).join(', ')}`
}
