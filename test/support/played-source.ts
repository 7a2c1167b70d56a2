/** The item number `index`, from 0, of the source number `source`. */
export interface Item {
  readonly source: number
  readonly index: number
}

/** A source that a test moves: it says something when told to, and knows what was asked of it. */
export class PlayedSource implements AsyncIterable<Item> {
  readonly #source: number
  #given = 0
  #pending: PromiseWithResolvers<IteratorResult<Item>> | undefined
  asked = 0
  returned = 0

  constructor(source: number) {
    this.#source = source
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return {
      next: () => {
        this.asked += 1
        this.#pending = Promise.withResolvers()
        return this.#pending.promise
      },
      return: async () => {
        this.returned += 1
        return { done: true, value: undefined }
      },
    }
  }

  say(): void {
    this.#settle().resolve({ done: false, value: { source: this.#source, index: this.#given } })
    this.#given += 1
  }

  end(): void {
    this.#settle().resolve({ done: true, value: undefined })
  }

  fail(error: unknown): void {
    this.#settle().reject(error)
  }

  get isAsked(): boolean {
    return this.#pending !== undefined
  }

  #settle(): PromiseWithResolvers<IteratorResult<Item>> {
    if (!this.#pending) throw new Error('Nobody asked this source.')
    const pending = this.#pending
    this.#pending = undefined
    return pending
  }
}
