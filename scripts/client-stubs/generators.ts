import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTurn, type Result, run } from '../check/run.ts'
import type { Command, Language } from './languages.ts'

/** Writes the stubs for a language, in a directory. Needs what `scripts/collect-proto-dependencies.ts` lays out. */
export function generateStubs(language: Language, directory = '.'): Result {
  return inTurn(
    () => layGenerators(language),
    () => run('buf', ['generate', '--template', `clients/${language.name}/buf.gen.yaml`, '--output', directory]),
  )
}

/**
 * Lays the generators of a language into `build/`, in the versions that are pinned. Where that cannot be done they are
 * skipped, or bad when SWITCHYARD_REQUIRE_PYTHON or the like is set.
 */
function layGenerators(language: Language): Result {
  const directory = join('build', language.name)
  const pins = join(directory, 'pins.txt')
  if (existsSync(pins) && readFileSync(pins, 'utf8') === language.pins) return { state: 'good', report: '' }
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const laid = inTurn(...language.install(directory).map((command) => () => runCommand(command)))
  if (laid.state !== 'good') return missing(language, laid.report)
  writeFileSync(pins, language.pins)
  return laid
}

function runCommand({ program, words, environment }: Command): Result {
  const once = () => run(program, words, '.', environment)
  const first = once()
  // A registry that did not answer is asked once more.
  return first.state === 'good' ? first : once()
}

function missing({ name, toolchain }: Language, report: string): Result {
  const state = process.env[`SWITCHYARD_REQUIRE_${name.toUpperCase()}`] ? 'bad' : 'skipped'
  const [line = ''] = report.split('\n')
  return { state, report: `${toolchain} did not bring the generators: ${state === 'bad' ? report : line}` }
}
