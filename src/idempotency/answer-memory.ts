import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { Claim, type ClaimHost, type Kept } from './claim.ts'
import type { RecordedAnswer } from './recorded-answer.ts'

export interface AnswerMemoryOptions {
  readonly clock: Clock
  readonly maxAnswers: number
  /** Of all answers together, those that are being recorded included. */
  readonly maxBytes: number
  /** Of one answer: a larger one is not remembered, and does not drive out the others. */
  readonly maxAnswerBytes: number
  readonly maxAgeMs: number
}

/** What is told to a call with a key: what to answer, or that it is the one to find an answer. */
export type Found =
  | { readonly kind: 'recorded'; readonly answer: RecordedAnswer }
  | { readonly kind: 'claimed'; readonly claim: Claim }

interface Running {
  readonly fingerprint: string
  readonly ended: Promise<void>
}

interface Remembered extends Kept {
  readonly fingerprint: string
  /** On the monotonic clock. */
  readonly expires: number
}

/** The answers of this process by idempotency key, for as long as there is time and room. The oldest goes first. */
export class AnswerMemory {
  readonly #options: AnswerMemoryOptions
  readonly #running = new Map<string, Running>()
  /** The oldest first, which is also the order in which they expire. */
  readonly #remembered = new Map<string, Remembered>()
  #bytes = 0

  constructor(options: AnswerMemoryOptions) {
    this.#options = options
  }

  /** How much is held, to be compared with `maxBytes`. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * The answer that was given for this key, or the right to give it. While another call has that right it is waited
   * for, until the signal aborts; if it then has no answer, one of those who wait tries next. Throws the signal's reason,
   * or IDEMPOTENCY_CONFLICT when the key was used for a request with another fingerprint.
   */
  async find(key: string, fingerprint: string, signal: AbortSignal): Promise<Found> {
    for (;;) {
      this.#expire()
      const remembered = this.#remembered.get(key)
      if (remembered) return { kind: 'recorded', answer: same(remembered, fingerprint).answer }
      const running = this.#running.get(key)
      if (!running) return { kind: 'claimed', claim: this.#claim(key, fingerprint) }
      await untilAborted(same(running, fingerprint).ended, signal)
    }
  }

  #claim(key: string, fingerprint: string): Claim {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    this.#running.set(key, { fingerprint, ended })
    const { maxAgeMs, maxAnswerBytes } = this.#options
    const host: ClaimHost = {
      reserve: (bytes) => this.#reserve(bytes),
      release: (bytes) => {
        this.#bytes -= bytes
      },
      settle: (kept) => {
        this.#running.delete(key)
        if (kept) this.#remember(key, { ...kept, fingerprint, expires: this.#now() + maxAgeMs })
        resolve()
      },
    }
    return new Claim(host, maxAnswerBytes)
  }

  #remember(key: string, answer: Remembered): void {
    this.#remembered.set(key, answer)
    if (this.#remembered.size > this.#options.maxAnswers) this.#forgetOldest()
  }

  #reserve(bytes: number): boolean {
    while (this.#bytes + bytes > this.#options.maxBytes) {
      if (!this.#forgetOldest()) return false
    }
    this.#bytes += bytes
    return true
  }

  #expire(): void {
    const now = this.#now()
    for (const { expires } of this.#remembered.values()) {
      if (expires > now) return
      this.#forgetOldest()
    }
  }

  /** False when there is none. */
  #forgetOldest(): boolean {
    for (const [key, { bytes }] of this.#remembered) {
      this.#bytes -= bytes
      return this.#remembered.delete(key)
    }
    return false
  }

  #now(): number {
    return this.#options.clock.monotonic()
  }
}

function same<T extends { readonly fingerprint: string }>(known: T, fingerprint: string): T {
  if (known.fingerprint === fingerprint) return known
  const message = 'The idempotency key was used for another request; use a new key for a new request.'
  const violations = [{ field: 'idempotency_key', description: 'was used for another request' }]
  throw new GatewayError(ErrorReason.IDEMPOTENCY_CONFLICT, message, { violations })
}

function untilAborted(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    ended.then(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
  })
}
