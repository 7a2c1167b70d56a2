import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescOneof,
  ScalarType,
} from '@bufbuild/protobuf'

/**
 * Prints a descriptor as .proto source: messages, enums, oneofs, maps, extension ranges and extensions.
 * Options and comments are left out; whoever needs those reads the descriptor itself.
 */
export function printProto(file: DescFile): string {
  return [
    `syntax = "${syntaxOf(file)}";`,
    `package ${file.proto.package};`,
    ...file.dependencies.map((dependency) => `import "${dependency.name}.proto";`),
    ...file.extensions.map((extension) => printExtension(extension, file)),
    ...file.enums.map(printEnum),
    ...file.messages.map((message) => printMessage(message, file)),
    '',
  ].join('\n')
}

function printMessage(message: DescMessage, file: DescFile): string {
  const lines = [
    ...message.nestedEnums.map(printEnum),
    ...message.nestedMessages.map((nested) => printMessage(nested, file)),
    ...message.members.map((member) => (member.kind === 'oneof' ? printOneof(member) : printField(member, file))),
    ...message.proto.extensionRange.map(
      ({ start, end }) => `extensions ${start} to ${end - 1 === 536870911 ? 'max' : end - 1};`,
    ),
    ...message.nestedExtensions.map((extension) => printExtension(extension, file)),
  ]
  return `message ${message.name} {\n${lines.join('\n')}\n}`
}

function printOneof(oneof: DescOneof): string {
  const fields = oneof.fields.map((field) => `${typeOf(field)} ${field.name} = ${field.number};`)
  return `oneof ${oneof.name} {\n${fields.join('\n')}\n}`
}

function printField(field: DescField, file: DescFile): string {
  return `${labelOf(field, file)}${typeOf(field)} ${field.name} = ${field.number};`
}

function printExtension(extension: DescExtension, file: DescFile): string {
  return `extend .${extension.extendee.typeName} { ${labelOf(extension, file)}${typeOf(extension)} ${extension.name} = ${extension.number}; }`
}

function printEnum(desc: DescEnum): string {
  const alias = desc.proto.options?.allowAlias ? 'option allow_alias = true;\n' : ''
  return `enum ${desc.name} {\n${alias}${desc.values.map((value) => `${value.name} = ${value.number};`).join('\n')}\n}`
}

function labelOf(field: DescField | DescExtension, file: DescFile): string {
  if (field.fieldKind === 'list') return 'repeated '
  if (field.fieldKind === 'map') return ''
  return syntaxOf(file) === 'proto2' || field.proto.proto3Optional ? 'optional ' : ''
}

function typeOf(field: DescField | DescExtension): string {
  if (field.fieldKind === 'map') {
    const value = field.mapKind === 'scalar' ? scalarName(field.scalar) : `.${(field.message ?? field.enum)?.typeName}`
    return `map<${scalarName(field.mapKey)}, ${value}>`
  }
  if (field.message) return `.${field.message.typeName}`
  if (field.enum) return `.${field.enum.typeName}`
  return scalarName(field.scalar as ScalarType)
}

function scalarName(scalar: ScalarType): string {
  return ScalarType[scalar].toLowerCase()
}

/** A file descriptor leaves `syntax` empty for proto2. */
function syntaxOf(file: DescFile): string {
  return file.proto.syntax || 'proto2'
}
