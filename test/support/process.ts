import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Choices {
  readonly environment?: Readonly<Record<string, string>>
  /** What is piped in. */
  readonly input?: string
  /** A file that is open, in the place of standard output or of standard error; nothing of it is seen here. */
  readonly outputTo?: number
  readonly errorsTo?: number
}

/** The command line in a process of its own. */
export interface Running {
  readonly child: ChildProcess
  /** All that it has written. */
  readonly output: () => string
  readonly errors: () => string
  /** Resolves when what it has written to either stream matches. Rejects when it ends without. */
  wrote(pattern: RegExp): Promise<void>
  /** Resolves with its exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>
}

/** Starts `switchyard`, as it is installed, with nothing of this process's environment. It ends with the test. */
export function switchyard(words: readonly string[], choices: Choices = {}): Running {
  const running = start(words, choices)
  onTestFinished(() => void running.child.kill('SIGKILL'))
  return running
}

/** Runs a command to its end. */
export async function ran(words: readonly string[], choices: Choices = {}) {
  const running = start(words, choices)
  const exitCode = await running.exited
  return { exitCode, output: running.output(), errors: running.errors() }
}

function start(words: readonly string[], { environment = {}, input, outputTo, errorsTo }: Choices): Running {
  const stdio = ['pipe', outputTo ?? 'pipe', errorsTo ?? 'pipe'] as const
  const child = spawn(process.execPath, ['bin/switchyard.js', ...words], {
    cwd: ROOT,
    env: environment,
    stdio: [...stdio],
  })
  const written = { output: '', errors: '' }
  const listeners = new Set<() => void>()
  for (const [name, stream] of [['output', child.stdout] as const, ['errors', child.stderr] as const]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const listener of listeners) listener()
    })
  }
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  const exited = once(child, 'close').then(([code]) => code as number | null)
  const wrote = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(written.output + written.errors)) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      look()
      exited.then(() => reject(new Error(`It ended without ${pattern}: ${written.output}${written.errors}`)))
    })
  return { child, output: () => written.output, errors: () => written.errors, wrote, exited }
}
