import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Outcome } from '../../src/core/answer.ts'
import type { Target } from '../../src/core/call.ts'
import { systemClock } from '../../src/core/clock.ts'
import { Circuits } from '../../src/resilience/circuits.ts'
import { RetryBudget } from '../../src/resilience/retry-budget.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import type { Step } from './step.ts'

const target: Target = { provider: 'p', name: 'm', model: 'm' }
const finished: Outcome = { kind: 'finished', ending: { finishReason: FinishReason.STOP, rawFinishReason: 'stop' } }

export const CIRCUIT_SETTINGS = {
  failureThreshold: 5,
  failureShare: 0.5,
  openMs: 5000,
  maxOpenMs: 300_000,
  accountFailureThreshold: 1,
}

export const RETRY_BUDGET_SETTINGS = { share: 0.2, minPerSecond: 10 }

/** An attempt that is let through and ends well, its count in the metrics included. */
export function circuitStep(): Step {
  const circuits = new Circuits({ settings: CIRCUIT_SETTINGS, clock: systemClock, observer: new Metrics() })
  return {
    name: 'circuit',
    title: 'circuit: an attempt let through, and its good end',
    repeat(times) {
      for (let left = times; left > 0; left -= 1) circuits.admit(target).ended(finished)
    },
  }
}

/** What a call that needs no retry pays for the budget. */
export function retryBudgetStep(): Step {
  const budget = new RetryBudget(RETRY_BUDGET_SETTINGS, systemClock)
  return {
    name: 'retry-budget',
    title: 'retry budget: one call counted',
    repeat(times) {
      for (let left = times; left > 0; left -= 1) budget.callBegan(target)
    },
  }
}
