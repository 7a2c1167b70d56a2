import type { Overload } from '../resilience/overload/overload.ts'
import type { Middleware } from './middleware.ts'

/** Counts what runs and needs the providers: the calls of a pipeline, and what is asked beside them. */
export class CallCount {
  readonly #overload: Overload
  #running = 0
  #onNone: (() => void) | undefined

  constructor(overload: Overload) {
    this.#overload = overload
  }

  /** Counts a call, unless there are too many: then it throws OVERLOADED. */
  readonly count: Middleware = async (call, next) => {
    this.#overload.callBegan()
    this.#running += 1
    try {
      const answer = await next(call)
      answer.done.then(() => this.#ended())
      return answer
    } catch (thrown) {
      this.#ended()
      throw thrown
    }
  }

  /** Counts something that is no call. */
  readonly during = async <T>(task: () => Promise<T>): Promise<T> => {
    this.#running += 1
    try {
      return await task()
    } finally {
      this.#left()
    }
  }

  /** Resolves when nothing runs. */
  none(): Promise<void> {
    return new Promise((resolve) => {
      this.#onNone = resolve
      if (this.#running === 0) resolve()
    })
  }

  #ended(): void {
    this.#overload.callEnded()
    this.#left()
  }

  #left(): void {
    this.#running -= 1
    if (this.#running === 0) this.#onNone?.()
  }
}
