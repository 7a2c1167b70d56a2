import type { IdGenerator } from '@opentelemetry/sdk-trace'
import { isTraceId } from '../core/trace-context.ts'

/**
 * The ids of spans and traces. A trace that begins with a call has the trace id of the call's context where that fits, so
 * that what the answer, the log and the ledger tell finds the trace.
 */
export class TraceIds implements IdGenerator {
  readonly #random: IdGenerator
  #proposed: string | undefined

  constructor(random: IdGenerator) {
    this.#random = random
  }

  /** For the span that is begun next, at once. */
  propose(traceId: string): void {
    this.#proposed = isTraceId(traceId) ? traceId : undefined
  }

  generateTraceId(): string {
    const proposed = this.#proposed
    this.#proposed = undefined
    return proposed ?? this.#random.generateTraceId()
  }

  generateSpanId(): string {
    return this.#random.generateSpanId()
  }
}
