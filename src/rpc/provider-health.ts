import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import {
  CheckMethod,
  type CheckProviderHealthRequest,
  type CheckProviderHealthResponse,
  CheckResult,
  HealthState,
  type ProviderCheck,
  type ProviderHealth,
} from '#gen/switchyard/v1/health_pb.js'
import { accountOf } from '../core/call.ts'
import { durationOf } from '../core/duration.ts'
import { GatewayError } from '../core/errors.ts'
import type { AccountHealth } from '../resilience/account-health.ts'
import type { CheckOutcome } from '../resilience/check-history.ts'
import type { UnaryHandler } from './handler.ts'
import type { ProviderChecks } from './provider-checks.ts'

export interface ProviderHealthOptions {
  readonly accounts: AccountHealth
  readonly providerChecks: ProviderChecks
}

export const STATES = {
  unknown: HealthState.UNSPECIFIED,
  healthy: HealthState.HEALTHY,
  degraded: HealthState.DEGRADED,
  unhealthy: HealthState.UNHEALTHY,
} as const

const METHODS = { model_list: CheckMethod.MODEL_LIST, generation: CheckMethod.GENERATION } as const

const RESULTS = {
  succeeded: CheckResult.SUCCEEDED,
  failed: CheckResult.FAILED,
  inconclusive: CheckResult.INCONCLUSIVE,
} as const

const NOT_CHECKED = 'It has no list of models to ask for, and `health.allow_paid` does not allow a check that is paid.'

/** Checks all that are meant at once; one that fails does not keep the others from being heard. */
export function checkProviderHealth(
  options: ProviderHealthOptions,
): UnaryHandler<CheckProviderHealthRequest, CheckProviderHealthResponse> {
  return async ({ provider }, { signal }) => {
    const { names } = options.accounts
    const meant = names.filter((name) => provider === '' || accountOf(name) === provider || name === provider)
    if (meant.length === 0) throw unknown(provider)
    const checks = await Promise.race([Promise.all(meant.map((name) => check(name, options))), aborted(signal)])
    return { $typeName: 'switchyard.v1.CheckProviderHealthResponse', checks }
  }
}

export function providerHealth(name: string, accounts: AccountHealth): ProviderHealth {
  const view = accounts.viewOf(name)
  return {
    $typeName: 'switchyard.v1.ProviderHealth',
    provider: name,
    state: STATES[view.state],
    consecutiveFailures: view.consecutiveFailures,
    errorReason: view.lastFailure ?? ErrorReason.UNSPECIFIED,
    ...(view.lastCheckTime !== undefined && { lastCheckTime: timeOf(view.lastCheckTime) }),
    ...(view.lastSuccessTime !== undefined && { lastSuccessTime: timeOf(view.lastSuccessTime) }),
    ...(view.lastFailureTime !== undefined && { lastFailureTime: timeOf(view.lastFailureTime) }),
    ...(view.averageLatencyMs !== undefined && { averageLatency: durationOf(view.averageLatencyMs) }),
  }
}

/** Times of attempts are sums with fractions. */
function timeOf(milliseconds: number): Timestamp {
  return timestampFromMs(Math.floor(milliseconds))
}

async function check(name: string, { accounts, providerChecks }: ProviderHealthOptions): Promise<ProviderCheck> {
  const method = providerChecks.methodOf(name)
  const outcome = method && (await providerChecks.checks.check(name))
  return {
    $typeName: 'switchyard.v1.ProviderCheck',
    health: providerHealth(name, accounts),
    method: method ? METHODS[method] : CheckMethod.UNSPECIFIED,
    ...foundBy(outcome),
  }
}

function foundBy(outcome: CheckOutcome | undefined) {
  if (!outcome) {
    return { result: CheckResult.UNSPECIFIED, errorReason: ErrorReason.UNSPECIFIED, errorMessage: NOT_CHECKED }
  }
  const { result, latencyMs, error } = outcome
  return {
    result: RESULTS[result],
    latency: durationOf(latencyMs),
    errorReason: error?.reason ?? ErrorReason.UNSPECIFIED,
    errorMessage: error?.message ?? '',
  }
}

/** Rejects when the caller leaves: the check itself goes on, since others may wait for it too. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function unknown(provider: string): GatewayError {
  const message = `No provider is called “${provider}”; GetServiceHealth tells all that there are.`
  return new GatewayError(ErrorReason.TARGET_NOT_FOUND, message, { metadata: { provider } })
}
