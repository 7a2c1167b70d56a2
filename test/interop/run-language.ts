import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command, Language } from './languages.ts'
import { readVerdicts, type Verdicts } from './verdicts.ts'

export const BUILD_TIMEOUT_MS = 10 * 60_000
export const RUN_TIMEOUT_MS = 3 * 60_000

const ROOT = resolve(import.meta.dirname, '../..')

/** What one program did. */
interface Ran {
  readonly succeeded: boolean
  readonly stdout: string
  /** The end of all that it wrote, for people. */
  readonly report: string
}

/** Why the language cannot be run here; empty: it can. */
export function missingToolchain({ toolchain }: Language): string {
  const works = ([program, ...words]: Command) => spawnSync(program, words, { stdio: 'ignore' }).status === 0
  // A registry that did not answer is asked once more, here and below.
  const missing = toolchain.find((command) => !works(command) && !works(command))
  return missing ? `\`${missing.join(' ')}\` does not work here` : ''
}

/** Builds the client and its runner. Rejects with what the build said when it fails. */
export async function buildLanguage(language: Language): Promise<void> {
  const output = outputOf(language)
  mkdirSync(output, { recursive: true })
  for (const command of language.build(output)) {
    const build = () => run(command, language, BUILD_TIMEOUT_MS)
    const first = await build()
    const { succeeded, report } = first.succeeded ? first : await build()
    if (!succeeded) throw new Error(`${command.join(' ')} failed:\n${report}`)
  }
}

/** Runs all cases of a language against the servers that the file tells of. */
export async function runLanguage(language: Language, file: string): Promise<Verdicts> {
  const { stdout, report } = await run(language.run(outputOf(language)), language, RUN_TIMEOUT_MS, {
    SWITCHYARD_INTEROP: file,
  })
  return readVerdicts(stdout, report)
}

/** Languages that share a folder share what was built. */
function outputOf({ folder }: Language): string {
  return resolve(ROOT, 'build/interop', folder.slice(folder.lastIndexOf('/') + 1))
}

/** A program that takes too long is ended with all that it started. */
function run([program, ...words]: Command, { folder }: Language, timeoutMs: number, environment = {}): Promise<Ran> {
  const cwd = resolve(ROOT, folder)
  const child = spawn(program, words, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const timer = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), timeoutMs)
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  return new Promise((done) => {
    const end = (succeeded: boolean, how: string) => {
      clearTimeout(timer)
      done({ succeeded, stdout, report: [stdout.slice(-4000), stderr.slice(-4000), how].filter(Boolean).join('\n') })
    }
    child.on('error', ({ message }) => end(false, message))
    child.on('close', (code, signal) => end(code === 0, `It ended with ${signal ?? code}.`))
  })
}
