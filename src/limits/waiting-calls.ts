import type { Clock } from '../core/clock.ts'

/** Calls that wait until more is known, in turn. */
export class WaitingCalls {
  readonly #clock: Clock
  readonly #patienceMs: number
  readonly #judges = new Set<() => void>()

  /** None waits longer than its patience. */
  constructor(clock: Clock, patienceMs: number) {
    this.#clock = clock
    this.#patienceMs = patienceMs
  }

  get isEmpty(): boolean {
    return this.#judges.size === 0
  }

  /** Gives what `judge` makes of it when its turn comes, or rejects with the signal's reason, and it is not judged. */
  wait<Judgement>(judge: () => Judgement, signal: AbortSignal): Promise<Judgement> {
    if (signal.aborted) return Promise.reject(signal.reason)
    const { promise, resolve, reject } = Promise.withResolvers<Judgement>()
    const leave = () => {
      this.#judges.delete(onTurn)
      signal.removeEventListener('abort', onAbort)
      cancel()
    }
    const onTurn = () => {
      leave()
      resolve(judge())
    }
    const onAbort = () => {
      leave()
      reject(signal.reason)
    }
    const cancel = this.#clock.after(this.#patienceMs, onTurn)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#judges.add(onTurn)
    return promise
  }

  judgeAll(): void {
    for (const onTurn of [...this.#judges]) onTurn()
  }
}
