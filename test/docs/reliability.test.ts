import { expect, it } from 'vitest'
import { readPage } from './markdown.ts'

const rows = readPage('docs/reliability.md')
  .text.split('\n')
  .filter((line) => /^\| (?!What happens)[^|]*\w/.test(line) && !/^\| (S\d\d )?\|/.test(line))
  .filter((line) => !/^\| S\d\d/.test(line))

it.each(rows)('has a test for: %s', (row) => {
  const cells = row.split(' | ')
  expect(cells).toHaveLength(3)
  expect(cells[2]).toMatch(/\]\(\.\.\/test\/[\w/-]+\.test\.ts\)/)
})

it('has rows', () => {
  expect(rows.length).toBeGreaterThan(30)
})
