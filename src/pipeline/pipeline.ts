import type { Call, TargetedCall } from '../core/call.ts'
import type { AnswerMemory } from '../idempotency/answer-memory.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { Selector } from '../routing/selector.ts'
import { type AccountOptions, account } from './account.ts'
import { type AttemptOptions, attempt } from './attempt.ts'
import { circuit } from './circuit.ts'
import { Hedging } from './hedging.ts'
import { idempotency } from './idempotency.ts'
import { compose, type Next } from './middleware.ts'
import { type ObserveOptions, observe, observeAttempts } from './observe.ts'
import { type RetryOptions, retry } from './retry.ts'
import { route } from './route.ts'

export type PipelineOptions = AccountOptions &
  ObserveOptions &
  RetryOptions &
  AttemptOptions & { readonly selector: Selector; readonly circuits: Circuits; readonly answerMemory: AnswerMemory }

/** What every call goes through, from the outside in. */
export function createPipeline(options: PipelineOptions): Next {
  const attempts = compose<TargetedCall>(
    [retry(options), circuit(options.circuits), observeAttempts(options)],
    attempt(options),
  )
  return compose<Call>(
    [observe(options), idempotency(options.answerMemory), account(options)],
    route(options.selector, attempts, new Hedging(attempts, options)),
  )
}
