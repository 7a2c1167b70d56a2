import type { Target } from '../core/call.ts'
import type { AccountHealth } from '../resilience/account-health.ts'
import type { CheckHistory, CheckOutcome, CheckResult } from '../resilience/check-history.ts'
import { accountTarget, type Circuits } from '../resilience/circuits.ts'
import { HealthChecks } from '../resilience/health-checks.ts'
import type { TargetHealth } from '../resilience/target-health.ts'
import { type AskHealthOptions, type AttemptObserver, askHealth, checkMethod } from './ask-health.ts'

export interface ProviderChecksParts extends Omit<AskHealthOptions, 'firstTarget'> {
  readonly accounts: AccountHealth
  readonly circuits: Circuits
  readonly health: TargetHealth
  readonly checkHistory: CheckHistory
  /** Undefined: none is checked by itself. */
  readonly intervalMs: number | undefined
  readonly metrics: AttemptObserver & { readonly health: { checked(account: string, result: CheckResult): void } }
  readonly logger: { warn(line: object, message: string): void }
}

/** The checks of all accounts, and how each is checked. */
export interface ProviderChecks {
  readonly checks: HealthChecks
  readonly methodOf: (account: string) => ReturnType<typeof checkMethod>
}

/** Checks that are not begun yet, with what follows from their outcomes. */
export function createProviderChecks(parts: ProviderChecksParts): ProviderChecks {
  const { accounts, checkHistory } = parts
  const asking = { ...parts, firstTarget: (account: string) => accounts.targetsOf(account)[0] }
  const methodOf = (account: string) => checkMethod(asking, account)
  const lastCheckTime = (account: string) => checkHistory.of(account)?.lastCheckTime ?? 0
  const checks = new HealthChecks({
    ...parts,
    accounts: accounts.names.filter((account) => methodOf(account) !== undefined),
    ask: (account, signal) => askHealth(asking, account, signal),
    lastKnown: (account) => Math.max(accounts.lastSuccessTime(account), lastCheckTime(account)),
    isInDoubt: (account) => (checkHistory.of(account)?.consecutiveFailures ?? 0) > 0,
    onSpared: (account) => checkHistory.callSucceeded(account, accounts.lastSuccessTime(account)),
    onEnd(account, outcome) {
      checkHistory.ended(account, outcome)
      follow(accounts.targetsOf(account), account, outcome, parts)
      tell(account, outcome, parts)
    },
  })
  return { checks, methodOf }
}

/**
 * No circuit counts a failed check. It makes its targets be chosen less readily, as long as they are chosen at all: more
 * would only be held against them after they came back. A good check brings forward the probe that would have come later.
 */
function follow(
  targets: readonly Target[],
  account: string,
  { result, time }: CheckOutcome,
  { accounts, circuits, health }: ProviderChecksParts,
): void {
  if (result === 'failed' && accounts.stateOf(account) !== 'unhealthy') {
    for (const target of targets) health.checkFailed(target, time)
  } else if (result === 'succeeded') {
    for (const target of [accountTarget(account), ...targets]) circuits.accountAnswered(target)
  }
}

function tell(provider: string, { result, error }: CheckOutcome, { metrics, logger }: ProviderChecksParts): void {
  metrics.health.checked(provider, result)
  if (error) logger.warn({ provider, result, reason: error.reasonName }, 'health check')
}
