import { durationMs } from '@bufbuild/protobuf/wkt'
import type { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import {
  type ReasonRetryPolicy,
  type RetryPolicy as RetryPolicyMessage,
  RetryStrategy,
} from '#gen/switchyard/v1/generation_options_pb.js'
import { reasonName } from '../core/errors.ts'
import type { RetrySettings } from './backoff.ts'
import type { StrategyName } from './strategies/strategies.ts'

/** The operator's policy. */
export interface RetryPolicy extends RetrySettings {
  /** What holds instead for single kinds of errors. */
  readonly byReason?: ReadonlyMap<ErrorReason, RetrySettings> | undefined
}

const NAMES: Readonly<Record<RetryStrategy, StrategyName | undefined>> = {
  [RetryStrategy.UNSPECIFIED]: undefined,
  [RetryStrategy.EXPONENTIAL]: 'exponential',
  [RetryStrategy.LINEAR]: 'linear',
  [RetryStrategy.FIBONACCI]: 'fibonacci',
  [RetryStrategy.ADAPTIVE]: 'adaptive',
}

/** How an error of this reason is answered: as the caller asks, within what the operator allows. */
export function settingsFor(
  reason: ErrorReason,
  policy: RetryPolicy,
  asked: RetryPolicyMessage | undefined,
): RetrySettings {
  const allowed = policy.byReason?.get(reason) ?? policy
  if (!asked) return allowed
  const special = asked.byReason[reasonName(reason)]
  return special ? within(special, within(asked, allowed), allowed) : within(asked, allowed)
}

/** What is asked for, else `otherwise`, and never more than is allowed. */
function within(
  { maxRetries, initialDelay, maxDelay, strategy }: RetryPolicyMessage | ReasonRetryPolicy,
  otherwise: RetrySettings,
  allowed: RetrySettings = otherwise,
): RetrySettings {
  return {
    maxRetries: Math.min(maxRetries ?? otherwise.maxRetries, allowed.maxRetries),
    initialDelayMs: initialDelay ? durationMs(initialDelay) : otherwise.initialDelayMs,
    maxDelayMs: Math.min(maxDelay ? durationMs(maxDelay) : otherwise.maxDelayMs, allowed.maxDelayMs),
    strategy: NAMES[strategy] ?? otherwise.strategy,
  }
}
