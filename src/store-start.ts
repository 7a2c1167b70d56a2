import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Clock, sleep } from './core/clock.ts'
import { GatewayError } from './core/errors.ts'
import type { Store } from './store/store.ts'

/** Something that was made of what is stored. */
export interface Stored {
  /** Takes over what is stored. Rejects, and stays as it was, when that cannot be read or does not fit. */
  refresh(): Promise<void>
}

const RETRY_MS = 5000

const UNREAD = 'The service has started and not read its store yet. Try again.'

/**
 * The time from the start until the store has been read. What is stored decides who may call what: until it is known nobody
 * is answered.
 */
export class StoreStart {
  /** Whether the store was there when the service was put together. */
  readonly isThere: boolean
  readonly #store: Store
  readonly #clock: Clock
  readonly #stop = new AbortController()
  #waitingFor: string

  constructor(store: Store, clock: Clock) {
    const { healthy, message } = store.check()
    this.isThere = healthy
    this.#store = store
    this.#clock = clock
    this.#waitingFor = healthy ? '' : message
  }

  /** Why nothing is answered yet, for those who run the service; empty: the store has been read. */
  get waitingFor(): string {
    return this.#waitingFor
  }

  /** What callers are told in the meantime. */
  get refusal(): GatewayError | undefined {
    return this.#waitingFor === '' ? undefined : new GatewayError(ErrorReason.STORE_UNAVAILABLE, UNREAD)
  }

  /** Calls back once everything has been read, at once if it was there already; never after `stop`. */
  async onceRead(everything: readonly Stored[], callback: () => void): Promise<void> {
    await this.#store.opened
    while (this.#waitingFor !== '' && !this.#stop.signal.aborted) {
      try {
        for (const stored of everything) await stored.refresh()
        this.#waitingFor = ''
      } catch (error) {
        this.#waitingFor = error instanceof Error ? error.message : String(error)
        await sleep(this.#clock, RETRY_MS, this.#stop.signal).catch(() => {})
      }
    }
    if (!this.#stop.signal.aborted) callback()
  }

  stop(): void {
    this.#stop.abort()
  }
}
