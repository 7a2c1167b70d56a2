import type { Overload } from '../resilience/overload/overload.ts'
import type { Next } from './middleware.ts'

/** Counts the calls that run through a pipeline. */
export class CallCount {
  readonly #overload: Overload
  #running = 0
  #onNone: (() => void) | undefined

  constructor(overload: Overload) {
    this.#overload = overload
  }

  around(pipeline: Next): Next {
    return async (call) => {
      this.#overload.callBegan()
      this.#running += 1
      try {
        const answer = await pipeline(call)
        answer.done.then(() => this.#ended())
        return answer
      } catch (thrown) {
        this.#ended()
        throw thrown
      }
    }
  }

  /** Resolves when no call runs. */
  none(): Promise<void> {
    return new Promise((resolve) => {
      this.#onNone = resolve
      if (this.#running === 0) resolve()
    })
  }

  #ended(): void {
    this.#overload.callEnded()
    this.#running -= 1
    if (this.#running === 0) this.#onNone?.()
  }
}
