import type { Clock } from '../../core/clock.ts'
import type { GatewayError } from '../../core/errors.ts'
import { type Level, Line, type Ranked } from './line.ts'
import { PlaceRate } from './place-rate.ts'
import { type Guarded, noPlace, type QueueLimit } from './refused.ts'

/** An attempt that wants a place. */
export interface Applicant extends Ranked {
  readonly caller: string
  readonly level: Level
  /** Ends the wait with its reason. */
  readonly signal: AbortSignal
  /** Epoch milliseconds. */
  readonly deadline: number
  /** When it has waited long enough, epoch milliseconds. */
  readonly patientUntil: number
}

export interface GateObserver {
  /** One more waits. */
  queued(): void
  /** One waits no more, whatever became of it. */
  left(waitedMs: number): void
  refused(limit: QueueLimit): void
}

export interface GateOptions {
  readonly guarded: Guarded
  readonly clock: Clock
  readonly observer: GateObserver
}

/** The bounds of a gate, which may change while it is used. */
export interface GateBounds {
  readonly places: number
  /** Those who may wait. */
  readonly maxQueued: number
  /** What they are told to wait when nothing is known of how quickly places become free. */
  readonly maxQueueWaitMs: number
}

interface Candidate extends Ranked {
  admit(): void
  refuse(error: GatewayError): void
}

/**
 * So many attempts at one time; the others wait in line, within bounds, or are refused at once. A place that becomes
 * free goes straight to who is next, so nobody who arrives can come before those who wait.
 */
export class Gate {
  readonly #options: GateOptions
  readonly #line = new Line<Candidate>()
  readonly #rate = new PlaceRate()
  #bounds: GateBounds
  #taken = 0

  constructor(bounds: GateBounds, options: GateOptions) {
    this.#bounds = bounds
    this.#options = options
  }

  get taken(): number {
    return this.#taken
  }

  get waiting(): number {
    return this.#line.length
  }

  /** Takes a place if one is free. It is to be given back once. */
  take(): boolean {
    if (this.#taken >= this.#bounds.places) return false
    this.#taken += 1
    if (this.#taken === this.#bounds.places) this.#rate.filled(this.#now())
    return true
  }

  /** Resolves with a place; rejects with OVERLOADED, or with the signal's reason. */
  enter(applicant: Applicant): Promise<void> {
    if (applicant.signal.aborted) return Promise.reject(applicant.signal.reason)
    if (this.take()) return Promise.resolve()
    const limit = this.#hopeless(applicant)
    if (limit) return Promise.reject(this.#refusal(limit, applicant))
    if (this.#line.length >= this.#bounds.maxQueued) {
      const weaker = this.#line.weakerThan(applicant)
      if (!weaker) return Promise.reject(this.#refusal('queue', applicant))
      weaker.refuse(this.#refusal('queue', weaker))
    }
    return this.#wait(applicant)
  }

  /** Gives a place back. `since` is when it was taken, monotonic; undefined: nothing came of it, and it shows nothing. */
  give(since?: number): void {
    if (since !== undefined) this.#rate.freed(since, this.#now())
    this.#taken -= 1
    this.#fill()
  }

  /** Those who hold places keep them, and those who wait stay. */
  change(bounds: GateBounds): void {
    this.#bounds = bounds
    this.#fill()
  }

  /** As long as somebody waits, no place is free. */
  #fill(): void {
    while (this.#line.length > 0 && this.take()) this.#line.next()?.admit()
  }

  #wait(applicant: Applicant): Promise<void> {
    const { clock, observer } = this.#options
    const { signal, level, caller } = applicant
    const start = this.#now()
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#line.remove(candidate)
        signal.removeEventListener('abort', onAbort)
        cancelTimer()
        observer.left(this.#now() - start)
      }
      const candidate: Candidate = {
        level,
        caller,
        admit() {
          leave()
          resolve()
        },
        refuse(error) {
          leave()
          reject(error)
        },
      }
      const onAbort = () => candidate.refuse(signal.reason)
      const onPatienceLost = () => candidate.refuse(this.#refusal('wait', applicant))
      const cancelTimer = clock.after(applicant.patientUntil - clock.now(), onPatienceLost)
      signal.addEventListener('abort', onAbort, { once: true })
      this.#line.add(candidate)
      observer.queued()
    })
  }

  /** Why waiting would be in vain, as far as can be told. */
  #hopeless(applicant: Applicant): QueueLimit | undefined {
    const free = this.#options.clock.now() + (this.#waitMs(applicant) ?? 0)
    if (free >= applicant.deadline) return 'deadline'
    return free > applicant.patientUntil ? 'wait' : undefined
  }

  /** How long it would wait if it came now; undefined when nothing is known. */
  #waitMs(ranked: Ranked): number | undefined {
    const interval = this.#rate.intervalMs(this.#bounds.places, this.#now())
    return interval === undefined ? undefined : (this.#line.ahead(ranked) + 1) * interval
  }

  #refusal(limit: QueueLimit, ranked: Ranked): GatewayError {
    this.#options.observer.refused(limit)
    return noPlace(this.#options.guarded, limit, this.#waitMs(ranked) ?? this.#bounds.maxQueueWaitMs)
  }

  #now(): number {
    return this.#options.clock.monotonic()
  }
}
