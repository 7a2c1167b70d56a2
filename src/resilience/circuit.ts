import type { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../core/clock.ts'
import { Breaker, type Verdict } from './breaker.ts'
import { type FailureThreshold, isFailing } from './failure-threshold.ts'
import { type OpenDurations, openDuration } from './open-duration.ts'

export type CircuitState = 'closed' | 'open' | 'half_open'

export type CircuitRules = FailureThreshold & OpenDurations

/** What can be seen of a circuit. */
export interface CircuitView {
  readonly state: CircuitState
  /** Epoch milliseconds; undefined when nothing happened to it yet. */
  readonly since: number | undefined
  /** Epoch milliseconds; undefined unless it is open by itself. */
  readonly probeTime: number | undefined
  readonly tripped: boolean
  readonly successes: number
  readonly failures: number
  readonly rejections: number
  readonly consecutiveFailures: number
  readonly openings: number
  readonly lastFailure: ErrorReason | undefined
}

/**
 * Takes how the attempt that was let through ended, for a failure with its reason. Resolves when that is counted. It can
 * be told before that the attempt is `answering`: that is enough for a probe, whose stream may go on for a minute while
 * all others wait for what it finds. Should it fail after all before anything has succeeded, it was no proof.
 */
export type Passage = (verdict: Verdict | 'answering', reason?: ErrorReason) => Promise<void> | undefined

type Phase =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly probeAt: number; readonly cancelTimer: CancelTimer }
  | { readonly kind: 'tripped' }
  /** `probeSince`: when the latest probe was let through, on the monotonic clock. */
  | { readonly kind: 'half_open'; probeSince: number }

/**
 * Guards one target or account. Each phase but the opening has a breaker of its own, so that attempts which began in an
 * earlier phase have no say in the present one.
 */
export class Circuit {
  readonly #rules: CircuitRules
  readonly #clock: Clock
  readonly #onChange: (state: CircuitState) => void
  #phase: Phase = { kind: 'closed' }
  #breaker: Breaker
  #since: number | undefined
  #closedAt: number
  #consecutiveFailures = 0
  #openings = 0
  #lastFailure: ErrorReason | undefined
  /** The half-open time whose probe closed it by beginning to answer, until an attempt has succeeded since. */
  #provenBy: Phase | undefined

  constructor(rules: CircuitRules, clock: Clock, onChange: (state: CircuitState) => void) {
    this.#rules = rules
    this.#clock = clock
    this.#onChange = onChange
    this.#closedAt = clock.monotonic()
    this.#breaker = this.#newBreaker('closed')
    onChange('closed')
  }

  get state(): CircuitState {
    return this.#phase.kind === 'tripped' ? 'open' : this.#phase.kind
  }

  /** How long until the next attempt is let through; undefined when that is not known. */
  get waitMs(): number | undefined {
    return this.#phase.kind === 'open' ? Math.max(this.#phase.probeAt - this.#now(), 0) : undefined
  }

  view(): CircuitView {
    const { waitMs } = this
    return {
      ...this.#breaker.counts(this.#now()),
      state: this.state,
      since: this.#since,
      probeTime: waitMs === undefined ? undefined : Math.round(this.#clock.now() + waitMs),
      tripped: this.#phase.kind === 'tripped',
      consecutiveFailures: this.#consecutiveFailures,
      openings: this.#openings,
      lastFailure: this.#lastFailure,
    }
  }

  /** Lets an attempt through, or undefined. */
  admit(): Passage | undefined {
    const now = this.#now()
    if (this.#isProbeOverdue(now)) this.#replaceBreaker('half_open')
    const breaker = this.#breaker
    const tell = breaker.admit(now)
    if (!tell) return undefined
    const phase = this.#phase
    if (phase.kind === 'half_open') phase.probeSince = now
    return (verdict, reason) => {
      if (breaker !== this.#breaker) return this.#heardLate(phase, verdict)
      if (verdict === 'answering') {
        if (this.state !== 'half_open') return undefined
        this.#provenBy = phase
        return tell('succeeded', this.#now())
      }
      if (verdict === 'succeeded') this.#provenBy = undefined
      if (verdict === 'failed') this.#lastFailure = reason
      if (verdict === 'failed' && this.#phase.kind === 'closed' && this.#provenBy === phase) this.#breaker.open()
      // A probe that says nothing makes room for another one.
      if (verdict === 'neither' && this.#phase.kind === 'half_open') this.#replaceBreaker('half_open')
      return tell(verdict, this.#now())
    }
  }

  /** A probe at a target that says nothing must not keep all others away for as long as that takes. */
  #isProbeOverdue(now: number): boolean {
    return this.#phase.kind === 'half_open' && now - this.#phase.probeSince >= this.#rules.maxOpenMs
  }

  /** Of attempts that are no longer waited for only a probe counts whose target turned out to be well, though slow. */
  #heardLate(phase: Phase, verdict: Verdict | 'answering'): undefined {
    if (phase.kind !== 'half_open' || phase !== this.#phase) return
    if (verdict === 'failed' || verdict === 'neither') return
    this.#replaceBreaker('closed')
    this.#close()
  }

  /** Opens it until it is reset. */
  trip(): void {
    if (this.#phase.kind === 'tripped') return
    this.#enter({ kind: 'tripped' })
    this.#breaker.open()
  }

  /** Lets the probe through now that would have come later. Without effect unless it is open by itself. */
  probeNow(): void {
    if (this.#phase.kind === 'open') this.#halfOpen()
  }

  /** Closes it and forgets what happened. */
  reset(): void {
    this.#openings = 0
    this.#lastFailure = undefined
    this.#replaceBreaker('closed')
    this.#close()
  }

  /** Stops its timer; it is not to be used afterwards. */
  shutdown(): void {
    if (this.#phase.kind === 'open') this.#phase.cancelTimer()
    this.#breaker.shutdown()
  }

  #succeeded(): void {
    this.#consecutiveFailures = 0
  }

  #failed(): void {
    this.#consecutiveFailures += 1
    if (this.#phase.kind !== 'closed') return
    const counts = this.#breaker.counts(this.#now())
    if (isFailing({ ...counts, consecutiveFailures: this.#consecutiveFailures }, this.#rules)) this.#breaker.open()
  }

  #opened(): void {
    if (this.#phase.kind === 'tripped') return
    if (this.#phase.kind === 'closed' && this.#now() - this.#closedAt >= this.#rules.maxOpenMs) {
      this.#openings = 0
    }
    const waitMs = openDuration(this.#openings, this.#rules, this.#clock.random())
    this.#openings += 1
    const cancelTimer = this.#clock.after(waitMs, () => this.#halfOpen())
    this.#enter({ kind: 'open', probeAt: this.#now() + waitMs, cancelTimer })
  }

  #halfOpen(): void {
    this.#replaceBreaker('half_open')
    this.#enter({ kind: 'half_open', probeSince: this.#now() })
  }

  #close(): void {
    this.#consecutiveFailures = 0
    this.#closedAt = this.#now()
    this.#enter({ kind: 'closed' })
  }

  #enter(phase: Phase): void {
    if (this.#phase.kind === 'open') this.#phase.cancelTimer()
    this.#phase = phase
    this.#since = this.#clock.now()
    this.#onChange(this.state)
  }

  #replaceBreaker(start: 'closed' | 'half_open'): void {
    this.#breaker.shutdown()
    this.#breaker = this.#newBreaker(start)
  }

  #now(): number {
    return this.#clock.monotonic()
  }

  #newBreaker(start: 'closed' | 'half_open'): Breaker {
    return new Breaker(start, this.#now(), {
      onSuccess: () => this.#succeeded(),
      onFailure: () => this.#failed(),
      onOpen: () => this.#opened(),
      onClose: () => this.#close(),
    })
  }
}
