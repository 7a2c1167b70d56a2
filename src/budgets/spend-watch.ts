import type { CancelTimer, Clock } from '../core/clock.ts'

const PERIOD_MS = 30_000

export interface SpendWatchOptions {
  readonly clock: Clock
  /** Asks the ledger again what was spent of all budgets. */
  readonly read: () => Promise<void>
  /** Whether other processes spend too: it is then read again and again. */
  readonly shared: boolean
  readonly failed: (error: unknown) => void
}

/** Reads in the background what was spent, as long as it may be more than is known here. */
export class SpendWatch {
  readonly #options: SpendWatchOptions
  #cancel: CancelTimer | undefined
  #isStopped = false

  constructor(options: SpendWatchOptions) {
    this.#options = options
  }

  /** Reads in half a minute, and again until that has succeeded; where others spend too, for ever. */
  start(): void {
    if (this.#isStopped || this.#cancel) return
    this.#cancel = this.#options.clock.after(PERIOD_MS, () => void this.#read(), 'background')
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel?.()
  }

  async #read(): Promise<void> {
    const { failed, read, shared } = this.#options
    this.#cancel = undefined
    const isRead = await read().then(
      () => true,
      (error) => {
        failed(error)
        return false
      },
    )
    if (shared || !isRead) this.start()
  }
}
