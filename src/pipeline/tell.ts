import type { Measuring } from '../telemetry/measuring.ts'
import type { Tracing } from '../telemetry/spans.ts'
import { measureAttempts, measureCalls } from './measure.ts'
import type { Middleware, TargetMiddleware } from './middleware.ts'
import { traceAttempts, traceCalls } from './trace.ts'

/** Who is told of calls by OpenTelemetry; undefined: nobody. */
export interface TellOptions {
  readonly tracing?: Tracing | undefined
  readonly measuring?: Measuring | undefined
}

/** What every call goes through to be told of: nothing, unless somebody is to hear of it. */
export function tellCalls({ tracing, measuring }: TellOptions): Middleware[] {
  return [...(tracing ? [traceCalls(tracing)] : []), ...(measuring ? [measureCalls(measuring)] : [])]
}

/** The same for every attempt. Nothing may come between it and the attempt. */
export function tellAttempts({ tracing, measuring }: TellOptions): TargetMiddleware[] {
  return [...(tracing ? [traceAttempts(tracing)] : []), ...(measuring ? [measureAttempts(measuring)] : [])]
}
