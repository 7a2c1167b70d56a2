import type { Outcome } from '../core/answer.ts'
import type { Call, TargetedCall } from '../core/call.ts'
import type { TraceParent } from '../core/trace-context.ts'

/** A span that has begun. */
export interface OpenSpan {
  /** What is done within it belongs here. */
  readonly place: TraceParent
  /** Must be called once. */
  end(outcome: Outcome): void
}

/** Begins the spans of calls and of their attempts. None of it ever throws: a call never fails for its trace. */
export interface Tracing {
  callBegan(call: Call): OpenSpan
  /** To be called right before the attempt is made. */
  attemptBegan(call: TargetedCall): OpenSpan
}
