import type { CancelTimer, Clock } from '../core/clock.ts'
import type { GatewayError } from '../core/errors.ts'
import type { Outcome } from './grant.ts'

/** An attempt that waits for money. */
export interface Waiter {
  readonly nanos: bigint
  /** What came of the latest ask for it; undefined: nothing yet. */
  heard: Outcome | undefined
  /** Whether it was told once that nothing is left. */
  hadNone: boolean
  readonly settle: (ending: boolean | Error) => void
}

/** Attempts that wait until there is money for them, in turn. */
export class WaitingRoom {
  readonly #clock: Clock
  readonly #patienceMs: number
  readonly #waiters = new Set<Waiter>()

  constructor(clock: Clock, patienceMs: number) {
    this.#clock = clock
    this.#patienceMs = patienceMs
  }

  get isEmpty(): boolean {
    return this.#waiters.size === 0
  }

  get waiters(): readonly Waiter[] {
    return [...this.#waiters]
  }

  /**
   * True: there is money for it. Rejects with the signal's reason; when it has waited for long and others have not answered,
   * it ends as `onImpatient` says.
   */
  wait(nanos: bigint, signal: AbortSignal, onImpatient: (heard: Outcome) => boolean | GatewayError): Promise<boolean> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    let cancel: CancelTimer = () => {}
    const onAbort = () => waiter.settle(signal.reason)
    const waiter: Waiter = {
      nanos,
      heard: undefined,
      hadNone: false,
      settle: (ending) => {
        this.#waiters.delete(waiter)
        signal.removeEventListener('abort', onAbort)
        cancel()
        if (typeof ending === 'boolean') resolve(ending)
        else reject(ending)
      },
    }
    this.#waiters.add(waiter)
    signal.addEventListener('abort', onAbort, { once: true })
    const watch = () => {
      cancel = this.#clock.after(this.#patienceMs, () => {
        // The store has not answered yet: that ends by the store's own patience.
        if (waiter.heard === undefined) watch()
        else waiter.settle(onImpatient(waiter.heard))
      })
    }
    watch()
    return promise
  }

  /** Lets in those that the room is enough for, in turn, and refuses those others of them. */
  letIn(roomNanos: bigint, refused: ReadonlySet<Waiter>): void {
    let room = roomNanos
    for (const waiter of this.#waiters) {
      if (waiter.nanos <= room) {
        room -= waiter.nanos
        waiter.settle(true)
      } else if (refused.has(waiter)) waiter.settle(false)
    }
  }

  failAll(fault: Error): void {
    for (const waiter of this.#waiters) waiter.settle(fault)
  }
}
