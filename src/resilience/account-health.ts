import type { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import type { CheckFigures, CheckHistory } from './check-history.ts'
import { accountTarget, type Circuits } from './circuits.ts'
import { accountState, type HealthState, isDown, targetState } from './health-state.ts'
import type { ObservedHealth, TargetHealth } from './target-health.ts'

export interface AccountHealthOptions {
  readonly clock: Clock
  readonly circuits: Circuits
  readonly health: TargetHealth
  readonly history: CheckHistory
  /** The targets of each account by its full name, in the order of the configuration. */
  readonly accounts: ReadonlyMap<string, readonly Target[]>
  /** Undefined: nothing is checked by itself. */
  readonly intervalMs: number | undefined
}

/** For how many intervals, and how long at least, what a check found says something about the present. */
const LASTS_INTERVALS = 3
const LASTS_MS = 60_000

/** How an account does. Times in epoch milliseconds. */
export interface AccountView {
  readonly account: string
  readonly state: HealthState
  readonly lastCheckTime: number | undefined
  readonly lastSuccessTime: number | undefined
  readonly consecutiveFailures: number
  readonly averageLatencyMs: number | undefined
  readonly lastFailure: ErrorReason | undefined
  readonly lastFailureTime: number | undefined
}

/** The health of all accounts and targets, worked out of what was seen when somebody asks. */
export class AccountHealth {
  readonly #options: AccountHealthOptions
  readonly #checkLastsMs: number

  constructor(options: AccountHealthOptions) {
    this.#options = options
    this.#checkLastsMs = Math.max(LASTS_INTERVALS * (options.intervalMs ?? 0), LASTS_MS)
  }

  /** By their full names, in the order of the configuration. */
  get names(): readonly string[] {
    return [...this.#options.accounts.keys()]
  }

  stateOf(account: string): HealthState {
    const targets = this.targetsOf(account)
    return accountState({
      circuit: this.#options.circuits.stateOf(accountTarget(account)),
      checks: this.#checksOf(account),
      targets: targets.map((target) => this.stateOfTarget(target)),
      lastSuccessTime: this.lastSuccessTime(account),
    })
  }

  stateOfTarget(target: Target): HealthState {
    const { circuits, clock, health } = this.#options
    const checks = this.#checksOf(target.provider)
    return targetState({ observed: health.of(target), circuit: circuits.stateOf(target), checks, now: clock.now() })
  }

  viewOf(account: string): AccountView {
    const checks = this.#options.history.of(account)
    const seen = this.#observed(account)
    const newest = newestFailure(checks, seen)
    return {
      account,
      state: this.stateOf(account),
      lastCheckTime: checks?.lastCheckTime || undefined,
      lastSuccessTime: Math.max(checks?.lastSuccessTime ?? 0, this.lastSuccessTime(account)) || undefined,
      consecutiveFailures: failuresSince(this.lastSuccessTime(account), checks, seen),
      averageLatencyMs: meanOf(seen.flatMap(({ averageLatencyMs }) => averageLatencyMs ?? [])),
      lastFailure: newest?.lastFailure,
      lastFailureTime: newest?.lastFailureTime,
    }
  }

  /**
   * Whether checks found the target's account down, so that it is tried after the others. It is asked for the targets
   * that a call may go to, and costs one look where no check failed.
   */
  isLeftAlone(target: Target): boolean {
    const { health, history } = this.#options
    return history.hasFailures && isDown(this.#checksOf(target.provider), health.of(target).lastSuccessTime)
  }

  /** When an attempt at any target of the account last succeeded, epoch milliseconds; 0 before the first. */
  lastSuccessTime(account: string): number {
    return this.#observed(account).reduce((latest, { lastSuccessTime }) => Math.max(latest, lastSuccessTime), 0)
  }

  /** In the order of the configuration. */
  targetsOf(account: string): readonly Target[] {
    return this.#options.accounts.get(account) ?? []
  }

  #observed(account: string): ObservedHealth[] {
    return this.targetsOf(account).map((target) => this.#options.health.of(target))
  }

  /** Only those that are recent: nobody may come back to what was asked for once. */
  #checksOf(account: string): CheckFigures | undefined {
    const { history, clock } = this.#options
    const checks = history.of(account)
    return checks && clock.now() - checks.lastCheckTime < this.#checkLastsMs ? checks : undefined
  }
}

type Failing = Pick<CheckFigures, 'lastFailure' | 'lastFailureTime' | 'consecutiveFailures'>

function newestFailure(checks: CheckFigures | undefined, seen: readonly Failing[]): Failing | undefined {
  const failed = [...(checks ? [checks] : []), ...seen].filter(({ lastFailure }) => lastFailure !== undefined)
  return failed.sort((a, b) => b.lastFailureTime - a.lastFailureTime)[0]
}

function failuresSince(time: number, checks: CheckFigures | undefined, seen: readonly Failing[]): number {
  const since = [...(checks ? [checks] : []), ...seen].filter(({ lastFailureTime }) => lastFailureTime > time)
  return since.reduce((sum, { consecutiveFailures }) => sum + consecutiveFailures, 0)
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}
