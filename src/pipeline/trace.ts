import type { Answer } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import { toGatewayError } from '../core/errors.ts'
import type { OpenSpan, Tracing } from '../telemetry/spans.ts'
import type { Middleware, Next, TargetMiddleware } from './middleware.ts'

/** A span for every call, from its arrival until its rows are durable. */
export function traceCalls(tracing: Tracing): Middleware {
  return (call, next) => within(tracing.callBegan(call), call, next)
}

/** A span for every attempt; those of one call are siblings, whether they follow one another or not. */
export function traceAttempts(tracing: Tracing): TargetMiddleware {
  return (call, next) => within(tracing.attemptBegan(call), call, next)
}

async function within<C extends Call>(span: OpenSpan, call: C, next: Next<C>): Promise<Answer> {
  try {
    const answer = await next({ ...call, trace: span.place })
    answer.done.then((outcome) => span.end(outcome))
    return answer
  } catch (thrown) {
    span.end({ kind: 'failed', error: toGatewayError(thrown) })
    throw thrown
  }
}
