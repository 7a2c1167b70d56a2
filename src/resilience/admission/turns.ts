/** Who waits: an attempt of a caller. */
export interface Waiting {
  /** Tells callers apart. */
  readonly caller: string
}

/**
 * Those of one priority who wait. Callers take turns, and each sends first who came first, so that the first of a
 * caller's is never behind more than one of every other's.
 */
export class Turns<W extends Waiting> {
  /** In the order in which they are due; one who was served goes to the end. */
  readonly #callers = new Map<string, Set<W>>()
  #length = 0

  get length(): number {
    return this.#length
  }

  add(waiting: W): void {
    let own = this.#callers.get(waiting.caller)
    if (!own) {
      own = new Set()
      this.#callers.set(waiting.caller, own)
    }
    own.add(waiting)
    this.#length += 1
  }

  /** Without effect when it has left already. */
  remove(waiting: W): void {
    const own = this.#callers.get(waiting.caller)
    if (!own?.delete(waiting)) return
    this.#length -= 1
    if (own.size === 0) this.#callers.delete(waiting.caller)
  }

  /** Takes out who is due. */
  next(): W | undefined {
    const [turn] = this.#callers
    if (!turn) return undefined
    const [caller, own] = turn
    const [first] = own
    this.#callers.delete(caller)
    own.delete(first as W)
    this.#length -= 1
    if (own.size > 0) this.#callers.set(caller, own)
    return first
  }

  /** How many would go before the caller's next one at most, if it came now and nobody after it. */
  ahead(caller: string): number {
    const own = this.count(caller)
    let ahead = own
    for (const [other, { size }] of this.#callers) if (other !== caller) ahead += Math.min(size, own + 1)
    return ahead
  }

  /** How many of the caller's wait. */
  count(caller: string): number {
    return this.#callers.get(caller)?.size ?? 0
  }

  /** The newest one of the caller who has the most. */
  newestOfMost(): W | undefined {
    let most: Set<W> | undefined
    for (const own of this.#callers.values()) if (!most || own.size > most.size) most = own
    let newest: W | undefined
    for (const waiting of most ?? []) newest = waiting
    return newest
  }
}
