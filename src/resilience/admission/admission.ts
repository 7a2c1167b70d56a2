import { accountOf, type Call, type Target, targetKey } from '../../core/call.ts'
import type { Clock } from '../../core/clock.ts'
import { DEFAULT_TENANT, type Principal } from '../../core/principal.ts'
import { Gate } from './gate.ts'
import { levelOf } from './level.ts'
import type { Guarded, QueueLimit } from './refused.ts'

/** What the configuration bounds. */
export interface AdmissionBounds {
  readonly maxQueued: number
  readonly maxQueueWaitMs: number
  /** Attempts at one time at the provider of this configured name, at each of its endpoints; undefined: not known. */
  placesAtProvider(account: string): number | undefined
  /** Within those, attempts at the model; Infinity: no bound of its own; undefined: not known. */
  placesAtModel(account: string, model: string): number | undefined
}

export interface AdmissionObserver {
  /** One more attempt waits. */
  queued(provider: string): void
  /** One waits no more, whatever became of it. */
  left(provider: string, waitedMs: number): void
  refused(provider: string, limit: QueueLimit): void
}

/** The gates before a target. */
interface Gates {
  readonly provider: Gate
  /** Undefined: the model has no bound of its own. */
  readonly model: Gate | undefined
}

/** Without a configuration nothing is bounded. */
const UNBOUNDED: AdmissionBounds = {
  maxQueued: 0,
  maxQueueWaitMs: 0,
  placesAtProvider: () => Infinity,
  placesAtModel: () => Infinity,
}

/**
 * How many attempts run at one time: at a provider, each endpoint counting as one since it has connections and quota of
 * its own, and at a model that has a bound of its own. It outlives a change of the configuration, so that the attempts
 * of the old one and of the new one together stay within the bounds.
 */
export class Admission {
  readonly #clock: Clock
  readonly #observer: AdmissionObserver
  readonly #gates = new Map<string, { readonly gate: Gate; readonly places: () => number | undefined }>()
  readonly #byTarget = new WeakMap<Target, Gates>()
  #bounds = UNBOUNDED

  constructor(clock: Clock, observer: AdmissionObserver) {
    this.#clock = clock
    this.#observer = observer
  }

  /** What is not known any more keeps its bounds: attempts of the configuration before may still wait for it. */
  configure(bounds: AdmissionBounds): void {
    this.#bounds = bounds
    for (const { gate, places: placesNow } of this.#gates.values()) {
      const places = placesNow()
      if (places !== undefined) gate.change({ ...bounds, places })
    }
  }

  /** Takes the target's places if they are free. They are to be given back once. */
  take(target: Target): boolean {
    const { provider, model } = this.#gatesOf(target)
    if (model && !model.take()) return false
    if (provider.take()) return true
    model?.give()
    return false
  }

  /**
   * Resolves with the target's places; rejects with OVERLOADED, or with the signal's reason. Who waits at the provider
   * holds its place at the model: the other way round, a model that is full would keep the others from the provider.
   */
  async wait(target: Target, call: Call): Promise<void> {
    const { provider, model } = this.#gatesOf(target)
    const applicant = {
      caller: callerOf(call.principal),
      level: levelOf(call.request.options?.priority),
      signal: call.signal,
      deadline: call.deadline,
      patientUntil: this.#clock.now() + this.#bounds.maxQueueWaitMs,
    }
    await model?.enter(applicant)
    try {
      await provider.enter(applicant)
    } catch (thrown) {
      model?.give()
      throw thrown
    }
  }

  /** Gives the places back. `since` is when they were taken, monotonic; undefined: the attempt was not made. */
  give(target: Target, since?: number): void {
    const { provider, model } = this.#gatesOf(target)
    provider.give(since)
    model?.give(since)
  }

  /** The same for as long as the target is used, whatever the configuration says by then. */
  #gatesOf(target: Target): Gates {
    const known = this.#byTarget.get(target)
    if (known) return known
    const { provider, name } = target
    const account = accountOf(provider)
    const atProvider = () => this.#bounds.placesAtProvider(account)
    const atModel = () => this.#bounds.placesAtModel(account, name)
    const gates = {
      provider: this.#gate(provider, { provider, model: undefined }, atProvider),
      model:
        (atModel() ?? Infinity) === Infinity
          ? undefined
          : this.#gate(targetKey(target), { provider, model: name }, atModel),
    }
    this.#byTarget.set(target, gates)
    return gates
  }

  #gate(key: string, guarded: Guarded, places: () => number | undefined): Gate {
    const known = this.#gates.get(key)
    if (known) return known.gate
    const { provider } = guarded
    const observer = {
      queued: () => this.#observer.queued(provider),
      left: (waitedMs: number) => this.#observer.left(provider, waitedMs),
      refused: (limit: QueueLimit) => this.#observer.refused(provider, limit),
    }
    const gate = new Gate({ ...this.#bounds, places: places() ?? Infinity }, { guarded, clock: this.#clock, observer })
    this.#gates.set(key, { gate, places })
    return gate
  }
}

/** Who takes turns: tenants, and within the tenant that everyone is of when there are no others, its callers. */
function callerOf({ kind, id, tenant }: Principal): string {
  return tenant === DEFAULT_TENANT ? `${kind}:${id}` : `tenant:${tenant}`
}
