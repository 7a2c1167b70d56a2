import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt'
import { VARIABLES } from '../../src/config/environment.ts'
import type { Contract } from '../contract/contract.ts'
import { fieldRulesInWords, messageRulesInWords } from '../contract/rules.ts'
import { describe } from './describe.ts'
import { isGroup, typeInWords } from './type-words.ts'

/** What a section of the page tells. */
export interface Section {
  /** A row for each field: path, type, default, rules, variable, meaning. */
  readonly rows: readonly (readonly string[])[]
  /** What must hold among several fields. */
  readonly rules: readonly string[]
}

/** Where the fields of each kind of group are told: at its own section, else where it comes first. */
export type Homes = Map<string, string>

/** A top-level field with all that is below it. Notes in `homes` which groups it tells. */
export function sectionOf(field: DescField, contract: Contract, homes: Homes): Section {
  return below(field, '', { contract, homes })
}

/** The groups that have a section of their own, which is where their fields are told. */
export function homesOf(config: DescMessage): Homes {
  const homes: Homes = new Map()
  for (const field of config.fields) {
    if (isGroup(field) && !homes.has(field.message.typeName)) homes.set(field.message.typeName, pathOf('', field))
  }
  return homes
}

interface Context {
  readonly contract: Contract
  readonly homes: Homes
}

function below(field: DescField, parent: string, context: Context): Section {
  const path = pathOf(parent, field)
  if (!isGroup(field)) return { rows: [row(field, path, context)], rules: [] }
  const { typeName } = field.message
  const home = context.homes.get(typeName) ?? path
  context.homes.set(typeName, home)
  if (home !== path) return { rows: [row(field, path, context, home)], rules: [] }
  const inner = field.message.fields.map((member) => below(member, path, context))
  const own = messageRulesInWords(field.message).map((rule) => `\`${path}\`: ${rule}`)
  return {
    rows: [row(field, path, context), ...inner.flatMap(({ rows }) => rows)],
    rules: [...own, ...inner.flatMap(({ rules }) => rules)],
  }
}

/** As one would write where it stands: `providers[].models[].price`. */
function pathOf(parent: string, field: DescField): string {
  const items = field.fieldKind === 'list' && isGroup(field) ? '[]' : ''
  const values = field.fieldKind === 'map' && isGroup(field) ? '.NAME' : ''
  return `${parent === '' ? '' : `${parent}.`}${field.name}${items}${values}`
}

function row(field: DescField, path: string, { contract }: Context, home?: string): string[] {
  const { byDefault, meaning } = describe(
    contract.commentOf(field),
    field.presence === FeatureSet_FieldPresence.IMPLICIT,
  )
  // The values of an enum stand in its type.
  const rules = field.enum ? [] : fieldRulesInWords(field)
  return [`\`${path}\``, typeInWords(field, home), byDefault, rules.join('; '), variablesOf(path), meaning]
}

function variablesOf(path: string): string {
  const names = Object.entries(VARIABLES).filter(([, variable]) => variable.path === path)
  return names.map(([name]) => `\`${name}\``).join(', ')
}
