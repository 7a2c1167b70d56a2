import { type Logger, pino, stdTimeFunctions } from 'pino'
import { systemClock } from '../core/clock.ts'
import { LogOutput } from './log-output.ts'

export type { Logger }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

const STANDARD_ERROR = 2

/** The process has one, whoever logs. */
const output = new LogOutput(STANDARD_ERROR, systemClock)
process.on('exit', () => output.end())

/** JSON lines on standard error, written asynchronously: a blocked output or a full disk never holds up a call. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, output)
}

/** Lines of this process that nobody can read any more. */
export function droppedLines(): number {
  return output.dropped
}

/**
 * What may be logged of an unexpected error: its kind and where it was thrown. Its message is left out, since it may
 * quote what a caller or a provider sent.
 */
export function describeFault(fault: unknown): { kind: string; at: string[] } {
  if (!(fault instanceof Error)) return { kind: typeof fault, at: [] }
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { kind: fault.name, at: frames.slice(0, 8).map((line) => line.trim()) }
}
