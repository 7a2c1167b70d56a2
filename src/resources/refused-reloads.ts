/** What was refused: what the file says, or what others stored. */
export type Source = 'file' | 'store'

/** A reload that was refused. */
export interface Refusal {
  readonly of: Source
  /** Epoch milliseconds. */
  readonly time: number
  /** Why: every fault by its field. */
  readonly message: string
}

/** What was refused last of each source, until what it would have taken over is. */
export class RefusedReloads {
  readonly #refusals = new Map<Source, Refusal>()

  /** The one to tell of. */
  get last(): Refusal | undefined {
    return this.#refusals.get('file') ?? this.#refusals.get('store')
  }

  /** Whether it is news: the store is read again and again, a file when somebody wants it. */
  add(refusal: Refusal): boolean {
    const { of, message } = refusal
    const isKnown = of === 'store' && this.#refusals.get(of)?.message === message
    this.#refusals.set(of, refusal)
    return !isKnown
  }

  taken(of: Source): void {
    this.#refusals.delete(of)
  }
}
