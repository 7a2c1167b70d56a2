import { durationMs } from '@bufbuild/protobuf/wkt'
import type { RetryPolicy } from '#gen/switchyard/v1/generation_options_pb.js'
import { type Clock, sleep } from '../core/clock.ts'
import { toGatewayError } from '../core/errors.ts'
import { type RetrySettings, retryDelay } from '../resilience/backoff.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { TargetMiddleware } from './middleware.ts'

export interface RetryOptions {
  readonly clock: Clock
  /** The operator's policy; a call may ask for less of it. */
  readonly retryPolicy: RetrySettings
  readonly metrics: Metrics
}

/** Repeats a failed attempt at the same target, as long as the error allows it and the deadline leaves time. */
export function retry({ clock, retryPolicy, metrics }: RetryOptions): TargetMiddleware {
  return async (call, next) => {
    const policy = bounded(retryPolicy, call.request.options?.retry)
    for (let retries = 0; ; retries++) {
      try {
        const answer = await next(call)
        if (retries > 0) metrics.retrySucceeded(call.target)
        return answer
      } catch (thrown) {
        const error = toGatewayError(thrown)
        const delay = retryDelay(error, retries, policy, call.deadline - clock.now(), clock.random())
        if (delay === undefined || call.signal.aborted) {
          if (retries > 0) metrics.retryFailed(call.target)
          throw error
        }
        metrics.retryAttempted(call.target, delay)
        await sleep(clock, delay, call.signal)
      }
    }
  }
}

/** The caller's policy within the operator's. */
function bounded(settings: RetrySettings, asked: RetryPolicy | undefined): RetrySettings {
  if (!asked) return settings
  const maxDelayMs = Math.min(asked.maxDelay ? durationMs(asked.maxDelay) : Infinity, settings.maxDelayMs)
  return {
    maxRetries: Math.min(asked.maxRetries ?? settings.maxRetries, settings.maxRetries),
    initialDelayMs: asked.initialDelay ? durationMs(asked.initialDelay) : settings.initialDelayMs,
    maxDelayMs,
  }
}
