import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const FOLDER = new URL('../../src/telemetry/', import.meta.url)

it('nothing of OpenTelemetry is loaded before a configuration asks for it', () => {
  const sources = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
  const imports = sources.flatMap((text) => text.match(/^(import|export) .*'@opentelemetry\/.*$/gm) ?? [])
  expect(imports).not.toEqual([])
  expect(imports.filter((line) => !line.startsWith('import type '))).toEqual([])
})
