import type { EnvironmentValues } from '../config/environment.ts'
import { printable } from './printable.ts'

/** What a command reads and writes; tests pass their own. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly errors: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly environment: EnvironmentValues
  /** Calls back for each signal until the returned function is called. */
  onSignal(signal: Signal, callback: () => void): () => void
  /** Calls back for each fault that nothing caught, until the returned function is called; without it the process ends. */
  onFault(callback: (fault: unknown) => void): () => void
  /** Ends the process at once. */
  exit(code: number): never
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

export const processTerminal: Terminal = {
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  environment: process.env,
  onSignal(signal, callback) {
    process.on(signal, callback)
    return () => process.off(signal, callback)
  },
  onFault(callback) {
    // A rejection that nobody handled comes this way too.
    process.on('uncaughtException', callback)
    return () => process.off('uncaughtException', callback)
  },
  exit: (code) => process.exit(code),
}

/** A line of the result. */
export function print(terminal: Terminal, text: string): void {
  terminal.output.write(`${printable(text)}\n`)
}

/** A line beside the result, which a pipe does not carry on. */
export function note(terminal: Terminal, text: string): void {
  terminal.errors.write(`${dim(terminal, printable(text))}\n`)
}

/** The text in a faint colour, where the standard error stream is a terminal that wants colours. */
export function dim(terminal: Terminal, text: string): string {
  const plain = !terminal.errors.isTTY || terminal.environment.NO_COLOR
  return plain ? text : `\u001b[2m${text}\u001b[22m`
}
