import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger }

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Bytes that wait for a blocked output; what comes beyond is dropped rather than held. */
const MAX_BUFFERED_BYTES = 1 << 20

/** Lines are gathered to this much, or for this long, since a write of its own costs a line more than its making. */
const GATHERED_BYTES = 12_288
const GATHERED_MS = 250

/** JSON lines on standard error, written asynchronously: a blocked output never blocks a call. */
export function createLogger(level: LogLevel): Logger {
  const output = destination({
    dest: 2,
    sync: false,
    minLength: GATHERED_BYTES,
    periodicFlush: GATHERED_MS,
    maxLength: MAX_BUFFERED_BYTES,
    // A text that lines are gathered in would be copied with every line that joins it.
    contentMode: 'buffer',
  })
  const write = output.write.bind(output) as (line: string | Buffer) => boolean
  const stream = { write: (line: string) => write(Buffer.from(line)), flush: output.flush.bind(output) }
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, stream)
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
