import { type DescEnum, type DescField, type DescMessage, type DescOneof, ScalarType } from '@bufbuild/protobuf'
import type { Contract } from '../contract/contract.ts'
import { table } from '../contract/markdown.ts'
import { fieldRulesInWords, isOneofRequired, messageRulesInWords } from '../contract/rules.ts'
import type { Links } from './links.ts'
import { shortName, type Type } from './pages.ts'

/** A heading, the type's comment, and its fields or values. */
export function typeSection(type: Type, contract: Contract, links: Links): string[] {
  const body = type.kind === 'enum' ? values(type, contract, links) : fields(type, contract, links)
  return [`### ${shortName(type)}`, '', links.comment(contract.commentOf(type)), '', ...body, '']
}

function values(desc: DescEnum, contract: Contract, links: Links): string[] {
  const rows = desc.values.map((value) => [
    `\`${value.name}\``,
    String(value.number),
    links.comment(contract.commentOf(value)),
  ])
  return table(['Value', 'Number', 'Meaning'], rows)
}

function fields(desc: DescMessage, contract: Contract, links: Links): string[] {
  if (desc.fields.length === 0) return ['It has no fields.']
  const rows = desc.fields.map((field) => [
    `\`${field.name}\``,
    String(field.number),
    typeOf(field, links),
    [...(field.oneof ? [`in \`${field.oneof.name}\``] : []), ...fieldRulesInWords(field)].join('; '),
    links.comment(contract.commentOf(field)),
  ])
  const rules = [
    ...desc.oneofs.map((oneof) => oneofRule(oneof, contract, links)),
    ...messageRulesInWords(desc).map((rule) => `- ${rule}`),
  ]
  return [...table(['Field', 'Number', 'Type', 'Rules', 'Meaning'], rows), ...(rules.length > 0 ? ['', ...rules] : [])]
}

function oneofRule(oneof: DescOneof, contract: Contract, links: Links): string {
  const count = isOneofRequired(oneof) ? 'exactly one' : 'at most one'
  return `- \`${oneof.name}\`: ${count} of its fields. ${links.comment(contract.commentOf(oneof))}`.trimEnd()
}

function typeOf(field: DescField, links: Links): string {
  if (field.fieldKind === 'list') return `list of ${valueType(field, links)}`
  if (field.fieldKind === 'map') return `map of ${scalarName(field.mapKey)} to ${valueType(field, links)}`
  return field.proto.proto3Optional ? `optional ${valueType(field, links)}` : valueType(field, links)
}

function valueType(field: DescField, links: Links): string {
  const type = field.message ?? field.enum
  return type ? links.type(type) : scalarName(field.scalar)
}

function scalarName(scalar: ScalarType | undefined): string {
  return `\`${ScalarType[scalar ?? 0]?.toLowerCase()}\``
}
