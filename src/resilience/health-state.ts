import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { freshness } from '../core/freshness.ts'
import type { CheckFigures } from './check-history.ts'
import type { CircuitState } from './circuit.ts'
import type { ObservedHealth } from './target-health.ts'

/** How well a target, or an account at a provider, works: the one notion of it. Nothing is kept; it follows from what was seen. */
export type HealthState = 'unknown' | 'healthy' | 'degraded' | 'unhealthy'

/** Failed attempts in a row from which a target counts as not working. */
const UNHEALTHY_ATTEMPTS = 5

/** Failed checks in a row from which an account does: one can be chance, and the next comes a whole interval later. */
const UNHEALTHY_CHECKS = 3

/** The share of recent attempts that failed from which a target that still answers counts as degraded. */
const DEGRADED_ERROR_RATE = 0.25

/** What a call fails for that a check of the account meets too: only then does a good check say that it is over. */
const MET_BY_CHECKS: ReadonlySet<ErrorReason> = new Set([
  ErrorReason.PROVIDER_UNREACHABLE,
  ErrorReason.CONNECT_TIMEOUT,
  ErrorReason.UPSTREAM_AUTH,
])

/** Everything that the state of a target follows from. */
export interface TargetEvidence {
  readonly observed: ObservedHealth
  /** The target's, unless the account's is worse. */
  readonly circuit: CircuitState
  /** What checks of its account showed; undefined: nothing that still counts. */
  readonly checks: CheckFigures | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** Everything that the state of an account follows from. */
export interface AccountEvidence {
  /** The account's own. */
  readonly circuit: CircuitState
  /** Undefined: nothing that still counts. */
  readonly checks: CheckFigures | undefined
  readonly targets: readonly HealthState[]
  /** When an attempt at any of its targets last succeeded, epoch milliseconds; 0 before the first. */
  readonly lastSuccessTime: number
}

export function targetState({ observed, circuit, checks, now }: TargetEvidence): HealthState {
  const { consecutiveFailures, seen } = observed
  if (circuit === 'open' || isDown(checks, observed.lastSuccessTime)) return 'unhealthy'
  if (consecutiveFailures >= UNHEALTHY_ATTEMPTS) return isMended(observed, checks) ? 'degraded' : 'unhealthy'
  if (circuit === 'half_open' || consecutiveFailures > 0 || isUnreliable(observed, now)) return 'degraded'
  return seen ? 'healthy' : 'unknown'
}

/** An account works as far as its models do; a check speaks for it where they have nothing to say, or nothing newer. */
export function accountState({ circuit, checks, targets, lastSuccessTime }: AccountEvidence): HealthState {
  const known = targets.filter((state) => state !== 'unknown')
  if (circuit === 'open' || isDown(checks, lastSuccessTime)) return 'unhealthy'
  if (known.length > 0 && known.every((state) => state === 'unhealthy')) return 'unhealthy'
  const isShaky = isFailing(checks, lastSuccessTime)
  if (circuit === 'half_open' || isShaky || known.some((state) => state !== 'healthy')) return 'degraded'
  return known.length > 0 || (checks !== undefined && checks.lastSuccessTime > 0) ? 'healthy' : 'unknown'
}

/** Whether checks say that the account does not answer, or refuses the credential, and nothing succeeded since. */
export function isDown(checks: CheckFigures | undefined, lastSuccessTime: number): boolean {
  if (!checks || !isFailing(checks, lastSuccessTime)) return false
  return checks.refused || checks.consecutiveFailures >= UNHEALTHY_CHECKS
}

/** Whether a failure is one that a check of the account would have met as well. */
export function isMetByChecks(reason: ErrorReason | undefined): boolean {
  return reason !== undefined && MET_BY_CHECKS.has(reason)
}

function isFailing(checks: CheckFigures | undefined, lastSuccessTime: number): boolean {
  return checks !== undefined && checks.consecutiveFailures > 0 && checks.lastFailureTime > lastSuccessTime
}

function isMended({ lastFailure, lastFailureTime }: ObservedHealth, checks: CheckFigures | undefined): boolean {
  return checks !== undefined && checks.lastSuccessTime > lastFailureTime && isMetByChecks(lastFailure)
}

function isUnreliable({ seen, errorRate, lastEndTime }: ObservedHealth, now: number): boolean {
  return seen && errorRate * freshness(lastEndTime, now) >= DEGRADED_ERROR_RATE
}
