import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { Timeouts } from '../core/timeouts.ts'

type Silence = 'first_token' | 'idle'

/**
 * Watches over one attempt: too long in all, until its first content, or between two pieces of it. Time in which the
 * caller, not the provider, is slow does not count as silence. It costs two assignments for each read and holds one
 * timer, which is set anew only when the first content comes or when it fires early.
 */
export class Watchdog {
  readonly #clock: Clock
  readonly #timeouts: Timeouts
  readonly #expire: (error: GatewayError) => void
  readonly #start: number
  #silence: Silence | undefined
  #silentSince: number | undefined
  #cancelTimer: CancelTimer = () => {}

  /** `streaming` says whether silence is watched; a unary answer comes at once and only its total time counts. */
  constructor(clock: Clock, timeouts: Timeouts, streaming: boolean, expire: (error: GatewayError) => void) {
    this.#clock = clock
    this.#timeouts = timeouts
    this.#expire = expire
    this.#start = clock.monotonic()
    this.#silence = streaming ? 'first_token' : undefined
    this.#silentSince = this.#start
    this.#arm(this.#start)
  }

  /** The provider is being waited for. Time spent before the first content counts as one silence. */
  waiting(): void {
    this.#silentSince ??= this.#clock.monotonic()
  }

  /** The provider sent content. */
  heard(): void {
    this.#silentSince = undefined
    if (this.#silence !== 'first_token') return
    this.#silence = 'idle'
    this.#cancelTimer()
    this.#arm(this.#clock.monotonic())
  }

  stop(): void {
    this.#cancelTimer()
  }

  #check(): void {
    const now = this.#clock.monotonic()
    const error = this.#expired(now)
    if (error) this.#expire(error)
    else this.#arm(now)
  }

  #expired(now: number): GatewayError | undefined {
    if (now - this.#start >= this.#timeouts.totalMs) return totalTimeout(this.#timeouts.totalMs)
    const silent = this.#silentSince === undefined ? 0 : now - this.#silentSince
    if (!this.#silence || silent < this.#silenceLimit()) return undefined
    return silenceTimeout(this.#silence, this.#silenceLimit())
  }

  #arm(now: number): void {
    this.#cancelTimer = this.#clock.after(this.#remaining(now), () => this.#check())
  }

  /** Milliseconds until something can expire. At least one, so that a coarse timer that fires early does not spin. */
  #remaining(now: number): number {
    const total = this.#start + this.#timeouts.totalMs - now
    if (!this.#silence) return Math.max(total, 1)
    return Math.max(Math.min(total, (this.#silentSince ?? now) + this.#silenceLimit() - now), 1)
  }

  #silenceLimit(): number {
    return this.#silence === 'first_token' ? this.#timeouts.firstTokenMs : this.#timeouts.idleMs
  }
}

function totalTimeout(limit: number): GatewayError {
  return new GatewayError(ErrorReason.TOTAL_TIMEOUT, `The provider did not complete its answer within ${limit} ms.`, {
    metadata: { timeout_ms: String(limit) },
  })
}

function silenceTimeout(silence: Silence, limit: number): GatewayError {
  const metadata = { timeout_ms: String(limit) }
  if (silence === 'first_token') {
    return new GatewayError(ErrorReason.FIRST_TOKEN_TIMEOUT, `The provider sent no content within ${limit} ms.`, {
      metadata,
    })
  }
  return new GatewayError(ErrorReason.IDLE_TIMEOUT, `The provider fell silent for ${limit} ms.`, { metadata })
}
