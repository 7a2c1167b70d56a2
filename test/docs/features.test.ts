import { expect, it } from 'vitest'
import { readPage } from './markdown.ts'

it('docs/features.md has each requirement once', () => {
  const ids = [...readPage('docs/features.md').text.matchAll(/^\| ([A-Z]\d+) \|/gm)].map((match) => match[1])
  expect(ids).not.toEqual([])
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})
