/**
 * Runs everything that must hold before a change is handed in, but for the tests, and says what does not:
 * `npm run check`. Exits with 1 when anything fails.
 */
import { checkClientStubs } from './check/clients.ts'
import { checkBreaking, checkGenerated } from './check/contract.ts'
import { checkReference } from './check/reference.ts'
import { type Result, run } from './check/run.ts'
import { languages } from './client-stubs/languages.ts'

type Check = [name: string, check: () => Result]

const checks: readonly Check[] = [
  ['stubs are up to date', checkGenerated],
  ...languages.map((language): Check => [`stubs for ${language.name}`, () => checkClientStubs(language)]),
  ['reference is up to date', checkReference],
  ['contract is well formed', () => run('buf', ['lint'])],
  ['contract breaks no caller', checkBreaking],
  ['format and lint', () => run('biome', ['check', '.'])],
  ['types', () => run('tsc', [])],
  ['arrows and file sizes', () => run('vitest', ['run', 'test/architecture.test.ts'])],
]

const SIGNS = { good: 'ok', bad: 'FAILED', skipped: 'skipped' } as const

const width = Math.max(...checks.map(([name]) => name.length))
const failed: [string, Result][] = []

for (const [name, check] of checks) {
  const result = check()
  console.log(`${name.padEnd(width)}  ${SIGNS[result.state]}${result.state === 'skipped' ? `: ${result.report}` : ''}`)
  if (result.state === 'bad') failed.push([name, result])
}

for (const [name, { report }] of failed) console.log(`\n--- ${name}\n${report}`)
process.exitCode = failed.length === 0 ? 0 : 1
