import type { LedgerRow } from './ledger.ts'
import type { UsageDimension, UsageFilter } from './reports.ts'

const readers: Readonly<Record<UsageDimension, (row: LedgerRow) => string>> = {
  model: (row) => row.model,
  provider: (row) => row.provider,
  tenant: (row) => row.tenant,
  user: (row) => row.user,
  project: (row) => row.project,
  key: (row) => row.key,
  agent: (row) => row.sourceAgent,
  taskType: (row) => row.taskType,
  route: (row) => row.route,
  outcome: (row) => row.callOutcome,
}

/** What of a row belongs to a dimension. */
export function dimensionOf(row: LedgerRow, dimension: UsageDimension): string {
  return readers[dimension](row)
}

/** Whether a row passes a filter; its time is not looked at. */
export function matches(row: LedgerRow, { scope, values, labels }: Omit<UsageFilter, 'from' | 'to'>): boolean {
  if (scope.tenant !== undefined && row.tenant !== scope.tenant) return false
  if (scope.principal !== undefined && row.principal !== scope.principal) return false
  for (const [dimension, wanted] of values) if (!wanted.includes(dimensionOf(row, dimension))) return false
  for (const [name, value] of labels) if (!hasLabel(row.labels, name, value)) return false
  return true
}

/**
 * Whether the JSON of labels has one. A quote after `{` or `,` begins a name there, since quotes within texts have a
 * backslash before them: the text of the pair can be nowhere else.
 */
export function hasLabel(labels: string, name: string, value: string): boolean {
  return labelTexts(name, value).some((text) => labels.includes(text))
}

/** What of the JSON tells that the label is there: one of the two. */
export function labelTexts(name: string, value: string): readonly [string, string] {
  const pair = `${JSON.stringify(name)}:${JSON.stringify(value)}`
  return [`{${pair}`, `,${pair}`]
}
