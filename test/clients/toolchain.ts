import { type ExecFileException, execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { languages } from '../interop/languages.ts'
import { missingToolchain } from '../interop/run-language.ts'

const run = promisify(execFile)

/** Runs a program to its end, and tells all that it wrote when it fails. */
export async function runTool(directory: string, program: string, ...words: string[]): Promise<string> {
  try {
    const { stdout } = await run(program, words, { cwd: directory, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (thrown) {
    const { message, stdout, stderr } = thrown as ExecFileException
    throw new Error([message, stdout, stderr].join('\n').slice(-8000))
  }
}

/** Tries once more what needs a registry: one that did not answer may a moment later. */
export function twice<T>(make: () => Promise<T>): Promise<T> {
  return make().catch(make)
}

/** Whether the tests of a language's client are to be skipped, which is told then. */
export function isSkipped(name: string): boolean {
  const language = languages.find((known) => known.name === name)
  const missing = language ? missingToolchain(language) : 'no runner has this name'
  if (missing === '' || process.env.SWITCHYARD_TEST_REQUIRE_INTEROP) return false
  process.stdout.write(`The tests of the client for ${name} are SKIPPED because ${missing}.\n`)
  return true
}
