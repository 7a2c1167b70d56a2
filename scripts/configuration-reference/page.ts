import type { DescField } from '@bufbuild/protobuf'
import { VARIABLES } from '../../src/config/environment.ts'
import { adapters } from '../../src/providers/registry.ts'
import { type Contract, readContract } from '../contract/contract.ts'
import { table } from '../contract/markdown.ts'
import { type Homes, homesOf, sectionOf } from './rows.ts'
import { isGroup } from './type-words.ts'

const HEAD = `# The configuration, field by field

<!-- Written by scripts/configuration-reference.ts from proto/switchyard/config/v1 and src/config. -->

Every field of \`switchyard.yaml\`, by its path: \`[]\` stands for each item of a list, \`NAME\` for a name of one's own. How the file is found, checked and reloaded
is in the [guide](../guides/configuration.md); editors use the [schema](config.schema.json).

Durations are a number with its unit, such as \`500ms\`, \`30s\`, \`10m\` or \`1h\`. Every field may be left out unless a rule says otherwise. Where the table
tells no default, [switchyard.example.yaml](../../switchyard.example.yaml) shows it. A variable that is set wins over its field.
`

const COLUMNS = ['Field', 'Type', 'Default', 'Rules', 'Variable', 'Meaning']

/** The whole of `docs/reference/configuration.md`. */
export function configurationPage(contract: Contract = readContract()): string {
  const config = contract.registry.getMessage('switchyard.config.v1.Config')
  if (!config) throw new Error('The contract has no configuration.')
  const homes = homesOf(config)
  const sections = config.fields.flatMap((field) => section(field, contract, homes))
  return `${[HEAD, ...sections, ...variables()].join('\n')}\n`
}

function section(field: DescField, contract: Contract, homes: Homes): string[] {
  const { rows, rules } = sectionOf(field, contract, homes)
  // What is to be said of a single group stands above the table; of it the table would say the same again.
  const isSingle = isGroup(field) && field.fieldKind === 'message' && rows.length > 1
  return [
    `## ${field.name}`,
    '',
    ...(isSingle ? [contract.commentOf(field), ''] : []),
    ...table(COLUMNS, isSingle ? rows.slice(1) : rows),
    '',
    ...(rules.length > 0 ? [...rules.map((rule) => `- ${rule}`), ''] : []),
  ]
}

function variables(): string[] {
  const fields = Object.entries(VARIABLES).map(([name, { path }]) => [`\`${name}\``, `\`${path}\``])
  const keys = adapters.flatMap(({ name, keyVariable }) =>
    keyVariable ? [[`\`${keyVariable}\``, `the key of a provider whose \`adapter\` is \`${name}\``]] : [],
  )
  return [
    '## Variables',
    '',
    'These set a field, or are the usual place of a key. The [guide](../guides/configuration.md#the-environment) tells of all others.',
    '',
    ...table(['Variable', 'Sets'], [...fields, ...keys]),
  ]
}
