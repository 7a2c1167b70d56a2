import type { Measuring } from '../telemetry/measuring.ts'
import type { Middleware, TargetMiddleware } from './middleware.ts'
import { noteEnd } from './note-end.ts'

/** Takes down the figures of every call when it has ended. */
export function measureCalls(measuring: Measuring): Middleware {
  return (call, next) => noteEnd(next, call, (outcome) => measuring.callEnded(call, outcome))
}

/** Takes down those of every attempt. Nothing may come between it and the attempt. */
export function measureAttempts(measuring: Measuring): TargetMiddleware {
  return (call, next) => {
    const index = call.journal.attempts.length
    return noteEnd(next, call, (outcome) => measuring.attemptEnded(call, index, outcome))
  }
}
