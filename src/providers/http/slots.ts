/**
 * Places for requests that are under way. Attempts have places of their own before these, with an order among callers
 * (`resilience/admission`), and never more than there are slots: here waits only what comes before a connection of an
 * attempt that has just ended is free, and questions that are no calls. Who finds none waits in line, and leaves it with an abort: what it would have
 * sent is then free at once, and costs no connection when its turn comes.
 */
export class Slots {
  readonly #waiting = new Set<() => void>()
  #free: number

  constructor(count: number) {
    this.#free = count
  }

  /** Whether there was one. Each that was taken or waited for is to be given back once. */
  take(): boolean {
    if (this.#free === 0) return false
    this.#free -= 1
    return true
  }

  /** Resolves with a slot, or rejects with the signal's reason. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.delete(go)
        reject(signal.reason)
      }
      const go = () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(go)
    })
  }

  give(): void {
    const [next] = this.#waiting
    if (!next) this.#free += 1
    else {
      this.#waiting.delete(next)
      next()
    }
  }
}
