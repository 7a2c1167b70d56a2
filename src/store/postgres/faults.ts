import { DatabaseError } from 'pg'
import { NoRoom } from '../row-sink.ts'

/**
 * Classes of SQLSTATE that pass: connection, read-only after a fail-over, rolled back for another's sake, out of resources,
 * in use, stopped by an operator or a timeout, and the system's own.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const PASSING_CLASSES: readonly string[] = ['08', '25', '40', '53', '55', '57', '58']

/**
 * Whether a statement that failed so may succeed when it is sent again. It may have been carried out: what ends a
 * connection can do so after the commit and before the answer. Anything but an answer of the server's is such an end.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return true
  return PASSING_CLASSES.includes(error.code?.slice(0, 2) ?? '')
}

const DISK_FULL = '53100'

/** With a message in all cases: the error of several addresses that all refused has none. */
export function worded(error: unknown): Error {
  if (error instanceof DatabaseError && error.code === DISK_FULL) return new NoRoom(error.message, { cause: error })
  if (error instanceof Error && error.message !== '') return error
  const code = (error as { code?: unknown } | undefined)?.code
  return new Error(`the database cannot be reached (${code ?? 'unknown error'})`, { cause: error })
}
