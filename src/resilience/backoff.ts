import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GatewayError } from '../core/errors.ts'
import { type StrategyName, strategies } from './strategies/strategies.ts'

/** How failed attempts at one target are repeated. */
export interface RetrySettings {
  /** Repetitions after the first attempt. */
  readonly maxRetries: number
  readonly initialDelayMs: number
  readonly maxDelayMs: number
  /** Default exponential. */
  readonly strategy?: StrategyName | undefined
}

/** What a wait depends on beside the error and the policy. */
export interface RetryMoment {
  /** The repetitions so far. */
  readonly retries: number
  /** What is left until the deadline. */
  readonly remainingMs: number
  /** At least 0 and below 1. */
  readonly random: number
  /** How well retries after such an error did lately at this target, 0 to 1. */
  readonly successShare: number
}

/** A dropped connection is often just a stale one: the first repetition comes at once, within this time. */
const RECONNECT_MS = 50

/** Spread on top of a wait that the provider asked for, so that its callers do not all come back together. */
const RETRY_AFTER_SPREAD = 0.1

/** Milliseconds to wait before the attempt is repeated, or undefined when it must not be. */
export function retryDelay(error: GatewayError, settings: RetrySettings, moment: RetryMoment): number | undefined {
  if (moment.retries >= retriesOf(error, settings)) return undefined
  // A wait that the provider asked for is kept or not begun: cutting it short would only earn the same answer.
  if (error.retryAfterMs !== undefined && error.retryAfterMs > settings.maxDelayMs) return undefined
  const delay = delayOf(error, settings, moment)
  return delay < moment.remainingMs ? delay : undefined
}

/** How often an error may be answered with a repetition: as the provider said, else by the policy. */
function retriesOf(error: GatewayError, { maxRetries }: RetrySettings): number {
  if (error.retry !== undefined) return error.retry ? maxRetries : 0
  const { retry } = error.policy
  return retry === 'never' ? 0 : retry === 'once' ? Math.min(1, maxRetries) : maxRetries
}

function delayOf(error: GatewayError, settings: RetrySettings, { retries, random, successShare }: RetryMoment): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs * (1 + random * RETRY_AFTER_SPREAD)
  if (error.reason === ErrorReason.PROVIDER_UNREACHABLE && retries === 0) return random * RECONNECT_MS
  const grown = settings.initialDelayMs * strategies[settings.strategy ?? 'exponential'](retries, successShare)
  return Math.min(grown, settings.maxDelayMs) * (0.5 + random / 2)
}
