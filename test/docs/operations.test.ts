import { describe, expect, it } from 'vitest'
import { VARIABLES } from '../../src/config/environment.ts'
import { columnNames } from '../../src/store/ledger-columns.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import { readPage } from './markdown.ts'

describe('the page for operators', () => {
  const { text } = readPage('docs/operations.md')

  it('tells every metric of the service with its labels, and no other', () => {
    const rows = [...text.matchAll(/^\| `(llm_\w+)` \| ([^|]*)\|/gm)]
    const told = rows.map(([, name = '', labels]) => [name, wordsOf(labels)])
    const { registry } = new Metrics()
    const exported = registry.getMetricsAsArray().filter(({ name }) => name.startsWith('llm_'))
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(exported.map((metric) => [metric.name, labelsOf(metric)])),
    )
  })

  it('tells every column of the ledger', () => {
    const words = new Set(wordsOf(text))
    expect(columnNames.filter((name) => !words.has(name))).toEqual([])
  })
})

describe('the guide to the configuration', () => {
  it('tells every variable that sets a field', () => {
    const words = new Set(wordsOf(readPage('docs/guides/configuration.md').text))
    expect(Object.keys(VARIABLES).filter((name) => !words.has(name))).toEqual([])
  })
})

/** What stands in backquotes. */
function wordsOf(text = ''): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '')
}

/** The library keeps them, and leaves them out of its types. */
function labelsOf(metric: object): readonly string[] {
  return (metric as { labelNames: readonly string[] }).labelNames
}
