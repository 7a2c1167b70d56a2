import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Outcome } from '../core/answer.ts'
import { type Target, targetKey } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { Verdict } from './breaker.ts'
import { Circuit, type CircuitState, type CircuitView } from './circuit.ts'
import { isMetByChecks } from './health-state.ts'

export interface CircuitSettings {
  /** Failures that open a target's circuit when there is little traffic. */
  readonly failureThreshold: number
  /** The share of attempts that must have failed when there is more. */
  readonly failureShare: number
  /** How long a circuit stays open the first time before one attempt is let through. */
  readonly openMs: number
  /** The longest that it stays open. */
  readonly maxOpenMs: number
  /** Attempts refused for the credential or its quota that open the circuit of the account. */
  readonly accountFailureThreshold: number
}

/** How an attempt counts in the metrics. */
export type CircuitResult = 'successful' | 'failed' | 'ignored' | 'rejected'

export interface CircuitObserver {
  /** An account's circuit has a target without model. */
  circuitChanged(target: Target, state: CircuitState): void
  circuitCounted(target: Target, result: CircuitResult): void
}

/** Circuits that someone opened by hand, by key: they stay open over a change of the configuration. */
export type TrippedCircuits = Set<string>

export interface CircuitsOptions {
  readonly settings: CircuitSettings
  readonly clock: Clock
  readonly observer: CircuitObserver
  readonly tripped?: TrippedCircuits
  /** Providers without a credential or quota, such as the mock: what they refuse they refuse for one model. */
  readonly withoutAccount?: ReadonlySet<string>
}

/** A circuit, and those who tell of its state and close it. */
interface Owned {
  readonly target: Target
  readonly circuit: Circuit
  owner: Circuits
}

/** Lets go of an attempt that was let through. */
export interface Passage {
  /** Its content has begun to come. */
  answering(): void
  /** How it ended. Resolves when that is counted. */
  ended(outcome: Outcome): Promise<unknown> | undefined
}

/** An account as a target without model: a key of its own among those of targets, and of metrics. */
export function accountTarget(provider: string): Target {
  return { provider, name: '', model: '' }
}

/**
 * The circuits of all targets, and of all accounts: a credential that is refused once is refused for every model. Each
 * is made when it is first needed; an account's is with its first refusal.
 */
export class Circuits {
  readonly #circuits = new Map<string, Owned>()
  readonly #accounts = new Map<string, Target>()
  readonly #options: CircuitsOptions
  readonly #tripped: TrippedCircuits
  #isReplaced = false

  constructor(options: CircuitsOptions) {
    this.#options = options
    this.#tripped = options.tripped ?? new Set()
  }

  /** Lets an attempt through. What it gives must be told once how the attempt ended. Throws CIRCUIT_OPEN. */
  admit(target: Target): Passage {
    const account = this.#find(this.#accountOf(target))
    const circuit = this.#of(target)
    const throughAccount = account?.admit()
    if (account && !throughAccount) throw this.#reject(target, account)
    const through = circuit.admit()
    if (!through) {
      throughAccount?.('neither')
      throw this.#reject(target, circuit)
    }
    const answering = () => {
      through('answering')
      throughAccount?.('answering')
    }
    const ended = (outcome: Outcome) => {
      const reason = outcome.kind === 'failed' ? outcome.error.reason : undefined
      const verdicts = verdictsOf(outcome, !this.#options.withoutAccount?.has(target.provider))
      this.#options.observer.circuitCounted(target, resultOf(verdicts))
      const tellAccount = throughAccount ?? (verdicts.account === 'failed' ? this.#admitToAccount(target) : undefined)
      const counted = through(verdicts.target, reason)
      return tellAccount ? Promise.all([counted, tellAccount(verdicts.account, reason)]) : counted
    }
    return { answering, ended }
  }

  /** Whether attempts are let through: a target's own state, unless its account's is worse. */
  stateOf(target: Target): CircuitState {
    const own = this.#find(target)?.state ?? 'closed'
    const account = this.#find(this.#accountOf(target))?.state ?? 'closed'
    return own === 'open' || account === 'closed' ? own : account
  }

  /** Undefined when nothing happened to it yet. */
  viewOf(target: Target): CircuitView | undefined {
    return this.#find(target)?.view()
  }

  /** Opens the circuit until it is reset. */
  trip(target: Target): void {
    const circuit = this.#of(target)
    this.#tripped.add(targetKey(target))
    circuit.trip()
  }

  /** Closes the circuit and forgets what happened. */
  reset(target: Target): void {
    this.#tripped.delete(targetKey(target))
    this.#find(target)?.reset()
  }

  /** A check found the target's account answering: what opened for a failure that it would have met is probed now. */
  accountAnswered(target: Target): void {
    const circuit = this.#find(target)
    if (circuit?.state === 'open' && isMetByChecks(circuit.view().lastFailure)) circuit.probeNow()
  }

  /**
   * Takes the place of others, and goes on with those of their circuits that are kept, whose attempts still count. It must
   * not be closed before the others have been.
   */
  takeOver(others: Circuits, isKept: (target: Target) => boolean): void {
    for (const [key, owned] of others.#circuits) {
      if (!isKept(owned.target)) continue
      owned.owner = this
      this.#circuits.set(key, owned)
      this.#tell(owned.target, owned.circuit.state)
    }
  }

  /** Others have taken their place: the attempts that still run here go on, and the states are told to nobody any more. */
  replaced(): void {
    this.#isReplaced = true
  }

  /** Stops the timers of all circuits but those that others have taken over. */
  close(): void {
    for (const { circuit, owner } of this.#circuits.values()) if (owner === this) circuit.shutdown()
    this.#circuits.clear()
  }

  /** The same object each time, whose key is known. */
  #accountOf({ provider }: Target): Target {
    const known = this.#accounts.get(provider)
    if (known) return known
    const account = accountTarget(provider)
    this.#accounts.set(provider, account)
    return account
  }

  #admitToAccount(target: Target) {
    return this.#of(this.#accountOf(target)).admit()
  }

  #find(target: Target): Circuit | undefined {
    const key = targetKey(target)
    return this.#circuits.get(key)?.circuit ?? (this.#tripped.has(key) ? this.#of(target) : undefined)
  }

  #of(target: Target): Circuit {
    const key = targetKey(target)
    const known = this.#circuits.get(key)
    if (known) return known.circuit
    const owned = this.#create(target)
    this.#circuits.set(key, owned)
    if (this.#tripped.has(key)) owned.circuit.trip()
    return owned.circuit
  }

  #create(target: Target): Owned {
    const { settings, clock } = this.#options
    const failureThreshold = target.model === '' ? settings.accountFailureThreshold : settings.failureThreshold
    let owned: Owned | undefined
    const circuit = new Circuit({ ...settings, failureThreshold }, clock, (state) =>
      (owned?.owner ?? this).#tell(target, state),
    )
    owned = { target, circuit, owner: this }
    return owned
  }

  #tell(target: Target, state: CircuitState): void {
    if (!this.#isReplaced) this.#options.observer.circuitChanged(target, state)
  }

  #reject(target: Target, circuit: Circuit): GatewayError {
    this.#options.observer.circuitCounted(target, 'rejected')
    return circuitOpen(target, circuit.waitMs)
  }
}

interface Verdicts {
  readonly target: Verdict
  readonly account: Verdict
}

const GOOD: Verdicts = { target: 'succeeded', account: 'succeeded' }
const TARGET_AT_FAULT: Verdicts = { target: 'failed', account: 'neither' }
const ACCOUNT_AT_FAULT: Verdicts = { target: 'neither', account: 'failed' }
const NOBODY_AT_FAULT: Verdicts = { target: 'neither', account: 'neither' }

/** Refusals of the caller's own fault, and attempts that were cancelled, say nothing about target or account. */
function verdictsOf(outcome: Outcome, hasAccount: boolean): Verdicts {
  if (outcome.kind === 'finished') return GOOD
  const { reason, policy } = outcome.error
  const isAccounts = reason === ErrorReason.UPSTREAM_AUTH || reason === ErrorReason.UPSTREAM_QUOTA
  if (isAccounts && hasAccount) return ACCOUNT_AT_FAULT
  return policy.circuit ? TARGET_AT_FAULT : NOBODY_AT_FAULT
}

function resultOf(verdicts: Verdicts): CircuitResult {
  if (verdicts === GOOD) return 'successful'
  return verdicts === NOBODY_AT_FAULT ? 'ignored' : 'failed'
}

function circuitOpen({ provider, model }: Target, waitMs: number | undefined): GatewayError {
  const message = `${provider} has been failing for ${model} and is left alone for a while.`
  const details = waitMs === undefined ? {} : { retryAfterMs: waitMs }
  return new GatewayError(ErrorReason.CIRCUIT_OPEN, message, { metadata: { provider, model }, ...details })
}
