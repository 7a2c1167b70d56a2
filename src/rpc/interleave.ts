/**
 * The items of several sources as they come. Each source is asked for its next item only when the reader comes back
 * after taking the last one, so that no more than one item of each waits, and a slow reader holds all of them back. Items
 * are given in the order in which they came: a source that says much does not keep the others from being heard.
 *
 * It ends when all sources have ended. When the reader leaves, or a source throws, the others are closed; `leave` is
 * called before that, and must end what they wait for: a source that is waiting cannot hear that it is closed. A reader
 * asks for one item at a time.
 */
export function interleave<T>(sources: readonly AsyncIterable<T>[], leave: () => void): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => new Interleaving(sources, leave) }
}

/** A source on its way. Its callbacks are made once, so that an item costs no closure. */
interface Lane<T> {
  readonly iterator: AsyncIterator<T>
  readonly onResult: (result: IteratorResult<T>) => void
  readonly onError: (error: unknown) => void
  /** What has come and was not taken yet. */
  result: IteratorResult<T> | undefined
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

class Interleaving<T> implements AsyncIterator<T> {
  readonly #leave: () => void
  /** The sources that have not ended. */
  readonly #open: Set<Lane<T>>
  /** The sources to ask when the reader comes again. */
  readonly #due: Lane<T>[]
  /** The sources with an item, in the order in which the items came. */
  readonly #ready: Lane<T>[] = []
  #reader: PromiseWithResolvers<IteratorResult<T>> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(sources: readonly AsyncIterable<T>[], leave: () => void) {
    this.#leave = leave
    this.#due = sources.map((source) => this.#laneOf(source[Symbol.asyncIterator]()))
    this.#open = new Set(this.#due)
  }

  next(): Promise<IteratorResult<T>> {
    for (const { iterator, onResult, onError } of this.#due) iterator.next().then(onResult, onError)
    this.#due.length = 0
    const lane = this.#ready.shift()
    if (lane) return Promise.resolve(this.#take(lane))
    if (this.#failure) return Promise.reject(this.#told(this.#failure))
    if (this.#open.size === 0) return Promise.resolve(END)
    this.#reader = Promise.withResolvers()
    return this.#reader.promise
  }

  async return(): Promise<IteratorResult<T>> {
    this.#failure = undefined
    const closed = this.#close()
    this.#answer()?.resolve(END)
    await closed
    return END
  }

  #laneOf(iterator: AsyncIterator<T>): Lane<T> {
    const lane: Lane<T> = {
      iterator,
      onResult: (result) => this.#heard(lane, result),
      onError: (error) => this.#failed(lane, error),
      result: undefined,
    }
    return lane
  }

  #heard(lane: Lane<T>, result: IteratorResult<T>): void {
    if (!this.#open.has(lane)) return
    if (result.done) {
      this.#open.delete(lane)
      if (this.#open.size === 0) this.#answer()?.resolve(END)
      return
    }
    lane.result = result
    const reader = this.#answer()
    if (reader) reader.resolve(this.#take(lane))
    else this.#ready.push(lane)
  }

  #failed(lane: Lane<T>, error: unknown): void {
    if (!this.#open.delete(lane)) return
    void this.#close()
    const reader = this.#answer()
    if (reader) reader.reject(error)
    else this.#failure = { error }
  }

  #take(lane: Lane<T>): IteratorResult<T> {
    const { result = END } = lane
    lane.result = undefined
    this.#due.push(lane)
    return result
  }

  /** The failure's error, which is told once. */
  #told({ error }: { readonly error: unknown }): unknown {
    this.#failure = undefined
    return error
  }

  /** The reader that waits, if any; it is answered once. */
  #answer(): PromiseWithResolvers<IteratorResult<T>> | undefined {
    const reader = this.#reader
    this.#reader = undefined
    return reader
  }

  /** Resolves when all sources have ended. What they throw from now on is of no interest to anybody. */
  async #close(): Promise<void> {
    const lanes = [...this.#open]
    this.#open.clear()
    this.#due.length = 0
    this.#ready.length = 0
    if (lanes.length === 0) return
    this.#leave()
    await Promise.allSettled(lanes.map(({ iterator }) => iterator.return?.()))
  }
}
