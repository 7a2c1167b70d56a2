import crypto from 'node:crypto'

/** Cancels a scheduled callback; harmless after it has run. */
export type CancelTimer = () => void

/** The only source of time and chance. Tests pass one they control. */
export interface Clock {
  /** Milliseconds since the epoch; may jump when the system's clock is set. */
  now(): number
  /** Milliseconds from an arbitrary start, fractional, never going back: for durations. */
  monotonic(): number
  /** At least 0, below 1. */
  random(): number
  /** A UUID, made of the time and chance where the platform can: those that are made together are stored together. */
  uuid(): string
  /**
   * Runs the callback once, `milliseconds` from now at the earliest. What happens in the `background` does not keep the
   * process alive.
   */
  after(milliseconds: number, callback: () => void, background?: 'background'): CancelTimer
}

/** Longest delay that Node's timers take; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  uuid: crypto.randomUUIDv7 ? () => crypto.randomUUIDv7() : () => crypto.randomUUID(),
  after(milliseconds, callback, background) {
    const timer = setTimeout(callback, Math.min(Math.max(milliseconds, 0), MAX_TIMER_MS))
    if (background) timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Resolves after the time, or rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    const onAbort = () => {
      cancel()
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
