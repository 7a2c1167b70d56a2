import type { Call, TargetedCall } from '../core/call.ts'
import type { AnswerMemory } from '../idempotency/answer-memory.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { Selector } from '../routing/selector.ts'
import { type AccountOptions, account } from './account.ts'
import { type AdmissionOptions, admission } from './admission.ts'
import { type AttemptOptions, attempt } from './attempt.ts'
import { type BudgetOptions, budget } from './budget.ts'
import { circuit } from './circuit.ts'
import { Hedging } from './hedging.ts'
import { idempotency } from './idempotency.ts'
import { type LimitOptions, limitAttempts, limitCalls } from './limit.ts'
import { compose, type Middleware, type Next } from './middleware.ts'
import { type ObserveOptions, observe } from './observe.ts'
import { type RetryOptions, retry } from './retry.ts'
import { route } from './route.ts'
import { type TellOptions, tellAttempts, tellCalls } from './tell.ts'

export type PipelineOptions = AccountOptions &
  ObserveOptions &
  RetryOptions &
  AdmissionOptions &
  AttemptOptions &
  BudgetOptions &
  LimitOptions &
  TellOptions & {
    readonly selector: Selector
    readonly circuits: Circuits
    readonly answerMemory: AnswerMemory
    /** Counts the calls that run, and may refuse one. */
    readonly count: Middleware
  }

/** What every call goes through, from the outside in. */
export function createPipeline(options: PipelineOptions): Next {
  const attempts = compose<TargetedCall>(
    [
      retry(options),
      ...limitAttempts(options),
      ...budget(options),
      admission(options),
      circuit(options.circuits),
      ...tellAttempts(options),
    ],
    attempt(options),
  )
  return compose<Call>(
    [
      ...tellCalls(options),
      observe(options),
      options.count,
      idempotency(options.answerMemory),
      ...limitCalls(options),
      account(options),
    ],
    route(options.selector, attempts, new Hedging(attempts, options)),
  )
}
