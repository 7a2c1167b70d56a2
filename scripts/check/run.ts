import { spawnSync } from 'node:child_process'
import { delimiter, resolve } from 'node:path'

/** What a check found. */
export interface Result {
  readonly state: 'good' | 'bad' | 'skipped'
  /** What to read when it is not good. */
  readonly report: string
}

/** The tools that `npm ci` installed come first, wherever the check is started from. */
const PATH = [resolve('node_modules/.bin'), process.env.PATH].join(delimiter)

/** Runs a program to its end; it is good when it exits with 0. */
export function run(
  program: string,
  words: readonly string[],
  directory = '.',
  environment: Readonly<Record<string, string>> = {},
): Result {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: directory,
    env: { ...process.env, PATH, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const report = [error?.message, stdout, stderr].filter(Boolean).join('\n').trim()
  return { state: status === 0 ? 'good' : 'bad', report }
}

/** The first one that is not good, or the last. */
export function inTurn(...steps: (() => Result)[]): Result {
  let result: Result = { state: 'good', report: '' }
  for (const step of steps) {
    result = step()
    if (result.state !== 'good') break
  }
  return result
}
