import type { CancelTimer, Clock } from '../core/clock.ts'
import type { SqlValue } from './ledger-columns.ts'
import type { RowSink } from './row-sink.ts'

/** Longer than a lock of another process is waited for, and than a statement may take. */
const LIMIT_MS = 10_000

/** Something that is being written. */
interface Writing {
  readonly since: number
  readonly reject: (reason: Error) => void
  late: boolean
}

/**
 * A sink that always answers: what has not ended after ten seconds, because a disk hangs, counts as failed, and until it has
 * ended everything else fails at once. Rows that counted as failed may still arrive.
 */
export class BoundedSink implements RowSink {
  readonly #sink: RowSink
  readonly #clock: Clock
  readonly #underWay = new Set<Writing>()
  #cancelWatch: CancelTimer | undefined

  constructor(sink: RowSink, clock: Clock) {
    this.#sink = sink
    this.#clock = clock
  }

  /** Whether something has been under way for too long. */
  get isStuck(): boolean {
    for (const { late } of this.#underWay) if (late) return true
    return false
  }

  insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    return this.within(() => this.#sink.insertAttempts(rows))
  }

  probe(): Promise<void> {
    return this.within(() => this.#sink.probe())
  }

  /** The same for anything else that the same disk does. */
  within<Value>(write: () => Promise<Value>): Promise<Value> {
    if (this.isStuck) return Promise.reject(hanging())
    const { promise, resolve, reject } = Promise.withResolvers<Value>()
    const writing: Writing = { since: this.#clock.monotonic(), reject, late: false }
    this.#underWay.add(writing)
    const ended = () => this.#end(writing)
    write().then(resolve, reject).finally(ended)
    this.#watchFor(LIMIT_MS)
    return promise
  }

  /** A timer that nothing needs would keep the process from ending. */
  #end(writing: Writing): void {
    this.#underWay.delete(writing)
    if (this.#underWay.size > 0) return
    this.#cancelWatch?.()
    this.#cancelWatch = undefined
  }

  /** One timer for all that is under way. */
  #watchFor(milliseconds: number): void {
    this.#cancelWatch ??= this.#clock.after(milliseconds, () => {
      this.#cancelWatch = undefined
      this.#look()
    })
  }

  #look(): void {
    const now = this.#clock.monotonic()
    let next = Infinity
    for (const writing of this.#underWay) {
      const left = writing.since + LIMIT_MS - now
      if (left > 0) next = Math.min(next, left)
      else if (!writing.late) {
        writing.late = true
        writing.reject(hanging())
      }
    }
    if (next < Infinity) this.#watchFor(next)
  }
}

function hanging(): Error {
  return new Error(`a commit has not ended within ${LIMIT_MS / 1000} s`)
}
