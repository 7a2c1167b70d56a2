import { Readable, Writable } from 'node:stream'
import { run } from '../../src/cli/program.ts'
import type { Signal, Terminal } from '../../src/cli/terminal.ts'

export interface Ran {
  readonly exitCode: number
  readonly output: string
  readonly errors: string
}

export interface RunOptions {
  /** What is piped in; a stream stands for a person at the terminal. */
  readonly input?: string | Readable
  readonly environment?: Readonly<Record<string, string>>
  /** Whether standard error is a person's terminal. */
  readonly watched?: boolean
  /** Called after each piece of output, with a way to send a signal. */
  readonly onOutput?: (written: string, send: (signal: Signal) => void) => void
}

/** Runs the command line as the process would, without a process. */
export async function runCli(words: string[], options: RunOptions = {}): Promise<Ran> {
  const { input = '', environment = {}, onOutput } = options
  const listeners = new Map<Signal, () => void>()
  const send = (signal: Signal) => listeners.get(signal)?.()
  const written = { output: '', errors: '' }
  const stream = (name: 'output' | 'errors') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += chunk
        if (name === 'output') onOutput?.(written.output, send)
        done()
      },
    })
  const terminal: Terminal = {
    input: typeof input === 'string' ? Readable.from([input]) : Object.assign(input, { isTTY: true }),
    output: stream('output'),
    errors: Object.assign(stream('errors'), { isTTY: options.watched ?? false }),
    environment,
    onSignal(signal, callback) {
      listeners.set(signal, callback)
      return () => listeners.delete(signal)
    },
    onFault: () => () => {},
    exit(code) {
      throw new Error(`The process ended with ${code}.`)
    },
  }
  const exitCode = await run(words, terminal)
  return { exitCode, ...written }
}
