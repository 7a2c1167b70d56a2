import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { RetryBudget } from '#gen/switchyard/config/v1/resilience_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type ReasonRetryPolicy, type RetryPolicy, RetryStrategy } from '#gen/switchyard/v1/generation_options_pb.js'
import type { FaultList } from './faults.ts'
import { milliseconds } from './milliseconds.ts'

export type RetryStrategyName = 'exponential' | 'linear' | 'fibonacci' | 'adaptive'

export interface ReasonRetrySettings {
  readonly maxRetries: number
  readonly initialDelayMs: number
  /** At least `initialDelayMs`. */
  readonly maxDelayMs: number
  readonly strategy: RetryStrategyName
}

export interface RetrySettings extends ReasonRetrySettings {
  /** What holds instead for single kinds of errors. */
  readonly byReason: ReadonlyMap<ErrorReason, ReasonRetrySettings>
}

export interface RetryBudgetSettings {
  /** Retries at a target for each call to it, for example 0.2. */
  readonly share: number
  readonly minPerSecond: number
}

export interface CircuitSettings {
  readonly failureThreshold: number
  /** For example 0.5. */
  readonly failureShare: number
  readonly openMs: number
  /** At least `openMs`. */
  readonly maxOpenMs: number
  readonly accountFailureThreshold: number
}

const DEFAULT_RETRY: ReasonRetrySettings = {
  maxRetries: 3,
  initialDelayMs: 500,
  maxDelayMs: 30_000,
  strategy: 'exponential',
}

const STRATEGIES: Readonly<Record<RetryStrategy, RetryStrategyName | undefined>> = {
  [RetryStrategy.UNSPECIFIED]: undefined,
  [RetryStrategy.EXPONENTIAL]: 'exponential',
  [RetryStrategy.LINEAR]: 'linear',
  [RetryStrategy.FIBONACCI]: 'fibonacci',
  [RetryStrategy.ADAPTIVE]: 'adaptive',
}

/** How much longer than at first a circuit stays open at most, where the file does not say. */
const LONGEST_OPENING = 5

export function toRetry(retry: RetryPolicy | undefined, faults: FaultList): RetrySettings {
  const all = toReason(retry, DEFAULT_RETRY, 'retry', faults)
  const byReason = Object.entries(retry?.byReason ?? {}).map(([name, policy]) => {
    const reason = ErrorReason[name as keyof typeof ErrorReason]
    return [reason, toReason(policy, all, `retry.by_reason["${name}"]`, faults)] as const
  })
  return { ...all, byReason: new Map(byReason) }
}

/** A longest wait that is not set gives way to a first wait that is longer. */
function toReason(
  policy: RetryPolicy | ReasonRetryPolicy | undefined,
  otherwise: ReasonRetrySettings,
  path: string,
  faults: FaultList,
): ReasonRetrySettings {
  const initialDelayMs = milliseconds(policy?.initialDelay, otherwise.initialDelayMs)
  const maxDelayMs = milliseconds(policy?.maxDelay, Math.max(otherwise.maxDelayMs, initialDelayMs))
  if (maxDelayMs < initialDelayMs) faults.add(`${path}.max_delay`, `must not be shorter than \`${path}.initial_delay\``)
  return {
    maxRetries: policy?.maxRetries ?? otherwise.maxRetries,
    initialDelayMs,
    maxDelayMs,
    strategy: STRATEGIES[policy?.strategy ?? RetryStrategy.UNSPECIFIED] ?? otherwise.strategy,
  }
}

export function toRetryBudget(budget: RetryBudget | undefined): RetryBudgetSettings {
  return { share: (budget?.percent ?? 20) / 100, minPerSecond: budget?.minPerSecond ?? 10 }
}

export function toCircuit(circuit: Config['circuit'], faults: FaultList): CircuitSettings {
  const openMs = milliseconds(circuit?.openDuration, 1000)
  const maxOpenMs = milliseconds(circuit?.maxOpenDuration, openMs * LONGEST_OPENING)
  if (maxOpenMs < openMs) faults.add('circuit.max_open_duration', 'must not be shorter than `circuit.open_duration`')
  return {
    failureThreshold: circuit?.failureThreshold || 3,
    failureShare: (circuit?.failurePercent || 50) / 100,
    openMs,
    maxOpenMs,
    accountFailureThreshold: circuit?.accountFailureThreshold || 1,
  }
}
