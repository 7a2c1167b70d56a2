import { EventEmitter } from 'node:events'
import CircuitBreaker from 'opossum'

/** How the end of an attempt counts: as neither when it says nothing about what is guarded. */
export type Verdict = 'succeeded' | 'failed' | 'neither'

/** Takes how an attempt ended, and when. Resolves when that is counted. */
export type Tell = (verdict: Verdict, now: number) => Promise<void> | undefined

export interface BreakerEvents {
  onSuccess(): void
  onFailure(): void
  onOpen(): void
  onClose(): void
}

/** Longest timer that Node has. */
const NEVER_MS = 2 ** 31 - 1

/** opossum need not know why. */
const FAILED = new Error('failed')

const WINDOW_MS = 10_000
const SLOT_MS = 1000

/**
 * opossum's circuit breaker without its timers: `Circuit` says when it opens from closed, and replaces it by a half-open
 * one when it is time for a probe. What remains is its count of the last ten seconds, and that it lets through exactly
 * one attempt while it is half open, which then closes or opens it.
 */
export class Breaker {
  readonly #opossum: CircuitBreaker<[Promise<void>], void>
  readonly #rotation = new EventEmitter()
  #slot: number
  #admitted = false

  /** `now` is in milliseconds and never goes back, as everywhere here. */
  constructor(start: 'closed' | 'half_open', now: number, events: BreakerEvents) {
    this.#slot = Math.floor(now / SLOT_MS)
    const options = {
      name: 'target',
      timeout: false as const,
      resetTimeout: NEVER_MS,
      // It would open by a fixed number of attempts; ours follows the traffic.
      volumeThreshold: Number.MAX_SAFE_INTEGER,
      rollingCountTimeout: WINDOW_MS,
      rollingCountBuckets: WINDOW_MS / SLOT_MS,
      rotateBucketController: this.#rotation,
      enableSnapshots: false,
      // With percentiles a single failure would sort every latency in the window.
      rollingPercentilesEnabled: false,
      ...(start === 'half_open' && { state: { closed: false, halfOpen: true } }),
    }
    this.#opossum = new CircuitBreaker((outcome: Promise<void>) => {
      this.#admitted = true
      return outcome
    }, options)
    this.#opossum.on('success', events.onSuccess)
    this.#opossum.on('failure', events.onFailure)
    this.#opossum.on('open', events.onOpen)
    this.#opossum.on('close', events.onClose)
    // Only when it has been open for as long as a timer can run: then for as long again.
    this.#opossum.on('halfOpen', () => this.#opossum.open())
  }

  /**
   * Lets an attempt through, or undefined. What it gives must be told how the attempt ended. After `neither` nothing was
   * counted, and a half-open breaker lets nothing more through: it has to be replaced.
   */
  admit(now: number): Tell | undefined {
    this.#rotate(now)
    const outcome = Promise.withResolvers<void>()
    this.#admitted = false
    const counted = this.#opossum.fire(outcome.promise).catch(ignore)
    if (!this.#admitted) return undefined
    return (verdict, then) => {
      if (verdict === 'neither') return undefined
      this.#rotate(then)
      if (verdict === 'succeeded') outcome.resolve()
      else outcome.reject(FAILED)
      return counted
    }
  }

  counts(now: number): { readonly successes: number; readonly failures: number; readonly rejections: number } {
    this.#rotate(now)
    const { successes, failures, rejects } = this.#opossum.stats
    return { successes, failures, rejections: rejects }
  }

  open(): void {
    this.#opossum.open()
  }

  /** Attempts that it let through count nowhere from now on. */
  shutdown(): void {
    this.#opossum.shutdown()
  }

  #rotate(now: number): void {
    const slot = Math.floor(now / SLOT_MS)
    if (slot === this.#slot) return
    for (let passed = Math.min(slot - this.#slot, WINDOW_MS / SLOT_MS); passed > 0; passed--)
      this.#rotation.emit('rotate')
    this.#slot = slot
  }
}

function ignore(): void {}
