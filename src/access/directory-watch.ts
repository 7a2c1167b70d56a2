import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { CancelTimer, Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { Directory } from './directory.ts'

/** So long it takes at most until a key that was revoked at another replica is refused here. */
const PERIOD_MS = 2000

/** Hears once of each change of state. */
export interface WatchObserver {
  /** Keys and tenants cannot be read. */
  failing(error: unknown): void
  /** They can be read again. */
  recovered(): void
}

export interface DirectoryWatchOptions {
  readonly directory: Pick<Directory, 'readTime' | 'refresh'>
  readonly clock: Clock
  /** How long what was read is believed. */
  readonly staleLimitMs: number
  readonly observer: WatchObserver
}

/** Reads keys and tenants again and again, where other processes change them too, and knows when they are too old. */
export class DirectoryWatch {
  readonly #options: DirectoryWatchOptions
  #cancel: CancelTimer | undefined
  #stopped = false
  #failing = false

  constructor(options: DirectoryWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#cancel = this.#options.clock.after(PERIOD_MS, () => void this.#refresh(), 'background')
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  /** Throws AUTHENTICATION_UNAVAILABLE: a key that was revoked since then must not be let in, nor anyone without one. */
  requireFresh(): void {
    const { clock, directory, staleLimitMs } = this.#options
    if (clock.monotonic() - directory.readTime <= staleLimitMs) return
    const message = 'Who calls cannot be told now, because the store of keys and tenants cannot be read. Try again.'
    throw new GatewayError(ErrorReason.AUTHENTICATION_UNAVAILABLE, message)
  }

  /** The next time is counted from the end of this one, so that a slow store is not asked twice at once. */
  async #refresh(): Promise<void> {
    try {
      await this.#options.directory.refresh()
      if (this.#failing) this.#options.observer.recovered()
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#options.observer.failing(error)
      this.#failing = true
    }
    if (!this.#stopped) this.start()
  }
}
