import { Code, ConnectError } from '@connectrpc/connect'
import { SwitchyardError } from './errors.ts'

/** When a call is tried again. */
export interface RetryRules {
  /** How often at most. */
  readonly maxRetries: number
  /** What all tries and waits together may take, milliseconds; undefined: as long as they need. */
  readonly timeoutMs: number | undefined
  readonly signal: AbortSignal | undefined
}

/** One try, which may take the given time. */
export type Try<T> = (timeoutMs: number | undefined) => Promise<T>

/** Time and chance, which tests replace. */
export interface Waiting {
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** From 0 up to 1. */
  random(): number
  /** Resolves after the time; rejects as soon as the signal is aborted. */
  pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
}

/** Who is asked to wait longer is told so, and decides. */
const LONGEST_WAIT_MS = 60_000
/** Callers that were refused together do not come back together. */
const SPREAD = 0.2

/**
 * Makes a call, again and again as far as the rules allow: after the wait that the gateway asked for, never before and never
 * when it asked for none, or for more than a minute. A connection that broke says nothing: the call may have been paid.
 * Throws the last error as soon as no other try could begin before the end of the time.
 */
export async function withRetries<T>(attempt: Try<T>, rules: RetryRules, waiting: Waiting = real): Promise<T> {
  const end = waiting.now() + (rules.timeoutMs ?? Number.POSITIVE_INFINITY)
  // Protocols count in whole milliseconds.
  const left = () => (rules.timeoutMs === undefined ? undefined : Math.max(1, Math.ceil(end - waiting.now())))
  for (let retries = 0; ; retries++) {
    try {
      return await attempt(left())
    } catch (thrown) {
      const error = errorOf(thrown, rules.signal)
      const wait = error.retryAfterMs
      if (retries >= rules.maxRetries || wait === undefined || wait > LONGEST_WAIT_MS) throw error
      const spread = Math.round(wait * (1 + SPREAD * waiting.random()))
      if (waiting.now() + spread >= end) throw error
      await waiting.pause(spread, rules.signal)
    }
  }
}

const real: Waiting = {
  now: () => performance.now(),
  random: Math.random,
  pause: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer)
        reject(errorOf(signal?.reason, signal))
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, milliseconds)
      if (signal?.aborted) stop()
      else signal?.addEventListener('abort', stop, { once: true })
    }),
}

/** What a caller is told of a failed call; of one that it gave up, that, whatever became of it. */
export function errorOf(thrown: unknown, signal: AbortSignal | undefined): SwitchyardError {
  if (!signal?.aborted) return SwitchyardError.from(thrown)
  return new SwitchyardError(new ConnectError('The call was cancelled.', Code.Canceled, undefined, undefined, thrown))
}
