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

/** Takes down figures of calls and attempts that have ended. */
export interface Measuring {
  callEnded(call: Call, outcome: Outcome): void
  /** `index` is the attempt's in the call's journal. */
  attemptEnded(call: TargetedCall, index: number, outcome: Outcome): void
}

/** A vendor as traces tell of it. */
export interface Vendor {
  /** By OpenTelemetry's conventions, such as `azure.ai.openai`. */
  readonly name: string
  /** Undefined: there is no network. */
  readonly address: string | undefined
  readonly port: number | undefined
}

/** The vendor behind a provider's full name. */
export type VendorOf = (provider: string) => Vendor
