import type { AdapterDefinition } from '../../src/providers/definition.ts'
import type { Features, Treatment } from '../../src/providers/features.ts'
import { adapters } from '../../src/providers/registry.ts'

/** Every feature in the contract's words, in the order of the table. */
const TITLES: Readonly<Record<keyof Features, string>> = {
  imageData: 'pictures, inline',
  imageUrl: 'pictures, by address',
  audio: 'sound',
  fileData: 'files, inline',
  fileUrl: 'files, by address',
  tools: '`tools`, `tool_choice`',
  parallelTools: '`tool_choice.parallel`',
  jsonObject: '`response_format.json_object`',
  jsonSchema: '`response_format.json_schema`',
  reasoningEffort: '`reasoning_effort`',
  reasoningState: 'reasoning sent back',
  temperature: '`temperature`',
  topP: '`top_p`',
  frequencyPenalty: '`frequency_penalty`',
  presencePenalty: '`presence_penalty`',
  stop: '`stop`',
  seed: '`seed`',
  messageName: '`name` of a message',
  embeddings: '`Embed`',
  tokenCount: '`CountTokens`',
  modelList: '`SyncModels`',
}

const MARKS: Readonly<Record<Treatment, string>> = { sent: 'yes', warned: 'warning', refused: 'refused' }

const COUNTS: Readonly<Record<Features['tokenCount'], string>> = {
  vendor: 'by the vendor',
  tokenizer: 'by its tokenizer',
  estimate: 'estimate',
}

const HEAD = `# What each provider takes

Generated from what the adapters declare; the contract test holds each of them to it.

- **yes**: it goes to the vendor.
- **warning**: it is left out, being a mere wish, and \`info.warnings\` says so.
- **refused**: the call fails with \`NOT_SUPPORTED_BY_PROVIDER\`, since the answer would not be what was asked for. A route's next
  target may still take it.

A vendor may still refuse for one model what it takes for another; that is told as \`UPSTREAM_REJECTED\`. Text, system messages, streaming,
usage and cancelling work everywhere.
`

/** The page, one table for each group of columns so that it stays readable. */
export function featurePage(): string {
  const columns = adapters.flatMap(columnsOf)
  const groups = Array.from({ length: Math.ceil(columns.length / COLUMNS) }, (_, group) =>
    columns.slice(group * COLUMNS, (group + 1) * COLUMNS),
  )
  return [HEAD, ...groups.map(table)].join('\n')
}

const COLUMNS = 5

interface Column {
  readonly title: string
  readonly features: Features
}

function columnsOf({ title, features, address }: AdapterDefinition): Column[] {
  if (address.kind === 'none') return []
  const interfaces = Object.entries(features)
  return interfaces.map(([name, value]) => ({
    title: interfaces.length > 1 ? `${title}, ${name}` : title,
    features: value,
  }))
}

function table(columns: readonly Column[]): string {
  const rows = Object.entries(TITLES).map(([name, title]) => {
    const cells = columns.map(({ features }) => cell(features, name as keyof Features))
    return `| ${[title, ...cells].join(' | ')} |`
  })
  const head = ['', ...columns.map(({ title }) => title)]
  return `${[`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n')}\n`
}

function cell(features: Features, name: keyof Features): string {
  const value = features[name]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value in COUNTS ? COUNTS[value as Features['tokenCount']] : MARKS[value as Treatment]
}
