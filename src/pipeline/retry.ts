import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer } from '../core/answer.ts'
import type { TargetedCall } from '../core/call.ts'
import { type Clock, sleep } from '../core/clock.ts'
import { type GatewayError, toGatewayError } from '../core/errors.ts'
import { retryDelay } from '../resilience/backoff.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { RetryBudget } from '../resilience/retry-budget.ts'
import { RetryExperience } from '../resilience/retry-experience.ts'
import { type RetryPolicy, settingsFor } from '../resilience/retry-policy.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Next, TargetMiddleware } from './middleware.ts'

export interface RetryOptions {
  readonly clock: Clock
  /** The operator's policy; a call may ask for less of it. */
  readonly retryPolicy: RetryPolicy
  readonly retryBudget: RetryBudget
  readonly circuits: Circuits
  readonly metrics: Metrics
}

/** Why an attempt was not made at all. */
const NOT_MADE: ReadonlySet<ErrorReason> = new Set([
  ErrorReason.CIRCUIT_OPEN,
  ErrorReason.OVERLOADED,
  ErrorReason.BUDGET_EXCEEDED,
  ErrorReason.STORE_UNAVAILABLE,
  ErrorReason.RATE_LIMITED,
])

/**
 * Repeats a failed attempt at the same target, as long as the error allows it, the deadline leaves time, the target's
 * circuit is not open and its retry budget is not used up. What is thrown is the error of an attempt that was made.
 */
export function retry(options: RetryOptions): TargetMiddleware {
  const repetition = new Repetition(options)
  return async (call, next) => {
    options.retryBudget.callBegan(call.target)
    try {
      return await next(call)
    } catch (thrown) {
      return repetition.repeat(call, next, toGatewayError(thrown))
    }
  }
}

/** What the attempts of all calls after their first ones have in common. */
class Repetition {
  readonly #experience = new RetryExperience()
  readonly #options: RetryOptions

  constructor(options: RetryOptions) {
    this.#options = options
  }

  async repeat(call: TargetedCall, next: Next<TargetedCall>, first: GatewayError): Promise<Answer> {
    let error = first
    for (let retries = 0; ; retries++) {
      const delay = this.#delay(call, error, retries)
      if (delay === undefined) throw this.#giveUp(call, error, retries)
      if (!this.#options.retryBudget.take(call.target)) throw this.#overBudget(call, error, retries)
      this.#options.metrics.retryAttempted(call.target, delay)
      await sleep(this.#options.clock, delay, call.signal)
      try {
        const answer = await next(call)
        this.#experience.retryEnded(call.target, error.reason, true)
        this.#options.metrics.retrySucceeded(call.target)
        return answer
      } catch (thrown) {
        const failure = toGatewayError(thrown)
        // No attempt was made after we waited: what those before met says more.
        if (NOT_MADE.has(failure.reason)) throw this.#giveUp(call, error, retries + 1)
        if (!call.signal.aborted) this.#experience.retryEnded(call.target, error.reason, false)
        error = failure
      }
    }
  }

  /** Undefined when the attempt is not to be repeated. */
  #delay(call: TargetedCall, error: GatewayError, retries: number): number | undefined {
    const { clock, circuits, retryPolicy } = this.#options
    if (call.signal.aborted || circuits.stateOf(call.target) === 'open') return undefined
    return retryDelay(error, settingsFor(error.reason, retryPolicy, call.request.options?.retry), {
      retries,
      remainingMs: call.deadline - clock.now(),
      random: clock.random(),
      successShare: this.#experience.successShare(call.target, error.reason),
    })
  }

  #overBudget(call: TargetedCall, error: GatewayError, retries: number): GatewayError {
    this.#options.metrics.retryOverBudget(call.target)
    return this.#giveUp(call, error, retries).with({ not_retried: 'budget' })
  }

  #giveUp(call: TargetedCall, error: GatewayError, retries: number): GatewayError {
    if (retries > 0) this.#options.metrics.retryFailed(call.target)
    return error
  }
}
