import type { Call, TargetedCall } from '../core/call.ts'
import type { AnswerMemory } from '../idempotency/answer-memory.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { Selector } from '../routing/selector.ts'
import type { Tracing } from '../telemetry/spans.ts'
import { type AccountOptions, account } from './account.ts'
import { type AttemptOptions, attempt } from './attempt.ts'
import { circuit } from './circuit.ts'
import { idempotency } from './idempotency.ts'
import { compose, type Next } from './middleware.ts'
import { type ObserveOptions, observe, observeAttempts } from './observe.ts'
import { type RetryOptions, retry } from './retry.ts'
import { route } from './route.ts'
import { traceAttempts, traceCalls } from './trace.ts'

export type PipelineOptions = AccountOptions &
  ObserveOptions &
  RetryOptions &
  AttemptOptions & {
    /** Undefined: no spans are made, and what makes them is not in the way. */
    readonly tracing?: Tracing | undefined
    readonly selector: Selector
    readonly circuits: Circuits
    readonly answerMemory: AnswerMemory
  }

/** What every call goes through, from the outside in. */
export function createPipeline(options: PipelineOptions): Next {
  const { tracing } = options
  const attempts = compose<TargetedCall>(
    [retry(options), circuit(options.circuits), observeAttempts(options), ...(tracing ? [traceAttempts(tracing)] : [])],
    attempt(options),
  )
  return compose<Call>(
    [...(tracing ? [traceCalls(tracing)] : []), observe(options), idempotency(options.answerMemory), account(options)],
    route(options.selector, attempts),
  )
}
