import type { Attributes, Span, SpanContext, Tracer } from '@opentelemetry/api'
import type { Outcome } from '../core/answer.ts'
import type { Call, TargetedCall } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import type { TraceParent } from '../core/trace-context.ts'
import { isFailure, isServerError, methodOf, operationOf } from './semantic.ts'
import { attemptAttributes, callAttributes, endedAttemptAttributes, endedCallAttributes } from './span-attributes.ts'
import type { OpenSpan, Tracing } from './spans.ts'
import type { TraceIds } from './trace-ids.ts'
import type { VendorOf } from './vendor.ts'

type Api = typeof import('@opentelemetry/api')

export interface TracerOptions {
  readonly api: Api
  readonly tracer: Tracer
  readonly ids: TraceIds
  readonly clock: Clock
  readonly vendorOf: VendorOf
}

interface Beginning {
  readonly name: string
  readonly kind: number
  readonly parent: TraceParent | undefined
  /** Whether the parent is somebody else's. */
  readonly remote: boolean
  /** Epoch milliseconds, and on the monotonic clock. */
  readonly startTime: number
  readonly startMonotonic: number
  readonly attributes: Attributes
}

/**
 * The spans of calls and attempts. Parents are handed on by hand, in the calls themselves: nothing is registered for the
 * whole process, and nothing follows a call from promise to promise.
 */
export class CallTracer implements Tracing {
  readonly #options: TracerOptions

  constructor(options: TracerOptions) {
    this.#options = options
  }

  callBegan(call: Call): OpenSpan {
    const { SpanKind } = this.#options.api
    const { context, startMonotonic, startTime, trace } = call
    if (!trace) this.#options.ids.propose(context.traceId)
    const beginning = { name: methodOf(call), kind: SpanKind.SERVER, parent: trace, remote: true, startTime }
    const span = this.#begin({ ...beginning, startMonotonic, attributes: callAttributes(call) })
    return this.#open(span, trace, (outcome) => {
      this.#end(span, startTime, this.#options.clock.monotonic() - startMonotonic, isServerError(outcome), () =>
        endedCallAttributes(call, outcome),
      )
    })
  }

  attemptBegan(call: TargetedCall): OpenSpan {
    const { api, clock, vendorOf } = this.#options
    const { attemptsBefore = 0, journal, streaming, target, trace } = call
    const { attempts } = journal
    const index = attempts.length
    const startTime = clock.now()
    const startMonotonic = clock.monotonic()
    const attributes = attemptAttributes(call, attemptsBefore + index, vendorOf(target.provider))
    const name = `${operationOf(call)} ${target.model}`
    const beginning = { name, kind: api.SpanKind.CLIENT, parent: trace, remote: false, startTime, startMonotonic }
    const span = this.#begin({ ...beginning, attributes })
    return this.#open(span, trace, (outcome) => {
      this.#end(span, startTime, clock.monotonic() - startMonotonic, isFailure(outcome), () =>
        endedAttemptAttributes(attempts[index], streaming, outcome),
      )
    })
  }

  #begin({ name, kind, parent, remote, startTime, attributes }: Beginning): Span {
    const { api, tracer } = this.#options
    const context = parent
      ? api.trace.setSpanContext(api.ROOT_CONTEXT, spanContextOf(parent, remote, api))
      : api.ROOT_CONTEXT
    return tracer.startSpan(name, { kind, startTime: timeOf(startTime), attributes }, context)
  }

  #open(span: Span, parent: TraceParent | undefined, end: (outcome: Outcome) => void): OpenSpan {
    const { traceId, spanId, traceFlags } = span.spanContext()
    const sampled = (traceFlags & this.#options.api.TraceFlags.SAMPLED) !== 0
    return { place: { traceId, spanId, sampled, state: parent?.state }, end }
  }

  #end(span: Span, startTime: number, durationMs: number, isError: boolean, attributes: () => Attributes): void {
    if (!span.isRecording()) return
    span.setAttributes(attributes())
    if (isError) span.setStatus({ code: this.#options.api.SpanStatusCode.ERROR })
    span.end(timeOf(startTime + durationMs))
  }
}

function spanContextOf({ traceId, spanId, sampled, state }: TraceParent, isRemote: boolean, api: Api): SpanContext {
  const traceFlags = sampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE
  const context = { traceId, spanId, traceFlags, isRemote }
  return state === undefined ? context : { ...context, traceState: api.createTraceState(state) }
}

/** Whole seconds and the nanoseconds beyond: a plain number could also mean a time since the process began. */
function timeOf(epochMs: number): [number, number] {
  const seconds = Math.floor(epochMs / 1000)
  return [seconds, Math.min(Math.round((epochMs - seconds * 1000) * 1e6), 999_999_999)]
}
