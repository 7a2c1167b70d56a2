import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Case, cases } from './cases.ts'
import { languages } from './languages.ts'
import { BUILD_TIMEOUT_MS, buildLanguage, missingToolchain, RUN_TIMEOUT_MS, runLanguage } from './run-language.ts'
import { type InteropServers, startInteropServers } from './servers.ts'
import { type Verdicts, verdictTable } from './verdicts.ts'

const isRequired = Boolean(process.env.SWITCHYARD_TEST_REQUIRE_INTEROP)
const columns = new Map<string, Verdicts>()
const skipped: string[] = []

let servers: InteropServers

beforeAll(async () => {
  servers = await startInteropServers()
})

afterAll(async () => {
  await servers.stop()
  process.stdout.write(`\n${[verdictTable(columns), ...skipped].join('\n')}\n\n`)
})

it('each language is listed once', () => {
  expect(new Set(languages.map(({ name }) => name)).size).toBe(languages.length)
})

for (const language of languages) {
  const missing = missingToolchain(language)
  const isSkipped = missing !== '' && !isRequired
  if (isSkipped) skipped.push(`${language.name} was SKIPPED because ${missing}.`)

  describe.skipIf(isSkipped)(`the client for ${language.name}`, () => {
    beforeAll(async () => {
      if (missing !== '') throw new Error(`${missing}, and this run requires it.`)
      await buildLanguage(language)
      columns.set(language.name, await runLanguage(language, servers.file))
    }, BUILD_TIMEOUT_MS + RUN_TIMEOUT_MS)

    it.each(Object.entries(cases) as [Case, string][])('%s: %s', (name) => {
      const { result, detail } = columns.get(language.name)?.[name] ?? { result: 'missing', detail: '' }
      expect(`${result} ${detail}`.trim()).toBe('passed')
    })
  })
}
