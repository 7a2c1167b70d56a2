import type { AnswerEvent } from '../core/events.ts'
import { bytesOf, type RecordedAnswer } from './recorded-answer.ts'

/** A recording that has come to its end, with what it takes. */
export interface Kept {
  readonly answer: RecordedAnswer
  readonly bytes: number
}

/** What a claim needs of the memory that gave it. */
export interface ClaimHost {
  /** Makes room; false when there is none to be made. */
  reserve(bytes: number): boolean
  release(bytes: number): void
  /** The claim has ended, with an answer to keep or without. */
  settle(kept: Kept | undefined): void
}

/** The right to answer for a key. It ends once, by `keep` or by `forget`; until then others wait for it. */
export class Claim {
  readonly #host: ClaimHost
  readonly #maxBytes: number
  /** Undefined: it was too much to keep. */
  #batches: (readonly AnswerEvent[])[] | undefined = []
  #bytes = 0
  #ended = false

  /** An answer that takes more than `maxBytes` is not kept. */
  constructor(host: ClaimHost, maxBytes: number) {
    this.#host = host
    this.#maxBytes = maxBytes
  }

  /** Records a batch. */
  add(batch: readonly AnswerEvent[]): void {
    if (this.#ended || !this.#batches) return
    const bytes = bytesOf(batch)
    if (this.#bytes + bytes <= this.#maxBytes && this.#host.reserve(bytes)) {
      this.#bytes += bytes
      this.#batches.push(batch)
    } else this.#drop()
  }

  /** The answer has ended well, and all of it was recorded. */
  keep(facts: Omit<RecordedAnswer, 'batches'>): void {
    if (this.#ended) return
    const kept = this.#batches && { answer: { ...facts, batches: this.#batches }, bytes: this.#bytes }
    this.#ended = true
    this.#host.settle(kept)
  }

  /** There is no answer that could be given again. */
  forget(): void {
    if (this.#ended) return
    this.#drop()
    this.#ended = true
    this.#host.settle(undefined)
  }

  #drop(): void {
    this.#batches = undefined
    this.#host.release(this.#bytes)
    this.#bytes = 0
  }
}
