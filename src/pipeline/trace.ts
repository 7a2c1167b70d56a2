import type { Tracing } from '../telemetry/spans.ts'
import type { Middleware, TargetMiddleware } from './middleware.ts'
import { noteEnd } from './note-end.ts'

/** A span for every call, from its arrival until its rows are durable. */
export function traceCalls(tracing: Tracing): Middleware {
  return (call, next) => {
    const span = tracing.callBegan(call)
    return noteEnd(next, { ...call, trace: span.place }, span.end)
  }
}

/** A span for every attempt; those of one call are siblings, whether they follow one another or not. */
export function traceAttempts(tracing: Tracing): TargetMiddleware {
  return (call, next) => {
    const span = tracing.attemptBegan(call)
    return noteEnd(next, { ...call, trace: span.place }, span.end)
  }
}
