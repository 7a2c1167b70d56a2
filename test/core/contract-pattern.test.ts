import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { matchesPattern } from '../../src/core/contract-pattern.ts'

/** Every pattern of the contract and the configuration, as it stands in the .proto files. */
const patterns = readdirSync('proto', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.proto'))
  .flatMap((path) => [...readFileSync(join('proto', path), 'utf8').matchAll(/pattern\s*[:=]\s*"((?:[^"\\]|\\.)*)"/g)])
  .map(([, literal]) => JSON.parse(`"${literal}"`) as string)

/** Texts that make a pattern with nested or overlapping repetitions take exponential time. */
const hostile = ['a', '/', '.', '-', '1', ' ', 'a.', 'a/', 'image/a', 'https://a'].flatMap((piece) => [
  `${piece.repeat(50_000)}\n`,
  `${piece.repeat(50_000)}\u0000`,
])

describe('the patterns of the contract', () => {
  it('are found', () => {
    expect(patterns.length).toBeGreaterThan(15)
  })

  // A pattern that backtracks without bound would not come to an end here.
  it.each([...new Set(patterns)])('%s takes hostile text without trouble', (pattern) => {
    for (const text of hostile) expect(matchesPattern(pattern, text)).toBe(false)
  })

  it('have no repetition within a repetition', () => {
    for (const pattern of patterns) expect(pattern).not.toMatch(/[+*}]\)[+*{]/)
  })
})
