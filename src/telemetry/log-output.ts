import { write, writeSync } from 'node:fs'
import type { CancelTimer, Clock } from '../core/clock.ts'

/** What waits for an output that is blocked or cannot be written; lines that come beyond it are dropped rather than held. */
const MAX_WAITING_BYTES = 1 << 20

/** Lines are gathered to this much, or for this long, since a write of its own costs a line more than its making. */
const GATHERED_BYTES = 12_288
const GATHERED_MS = 250

/**
 * Writes lines to a file that is open, beside everything else: neither a blocked output nor a full disk holds up who writes,
 * or fails him. What could not be written is tried again, from where the last write ended, as long as there is room for it.
 */
export class LogOutput {
  readonly #descriptor: number
  readonly #clock: Clock
  #lines: string[] = []
  #bytes = 0
  /** What is left of the lines that are next. */
  #next: Buffer = Buffer.alloc(0)
  #isWriting = false
  #cancelTimer: CancelTimer | undefined
  #dropped = 0

  constructor(descriptor: number, clock: Clock) {
    this.#descriptor = descriptor
    this.#clock = clock
  }

  /** Lines that there was no room for. */
  get dropped(): number {
    return this.#dropped
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line)
    if (this.#bytes + this.#next.length + bytes > MAX_WAITING_BYTES) {
      this.#dropped += 1
      return
    }
    this.#lines.push(line)
    this.#bytes += bytes
    if (this.#bytes >= GATHERED_BYTES && this.#next.length === 0) this.flush()
    else this.#flushLater()
  }

  /** Begins to write what waits. */
  flush(): void {
    if (this.#isWriting || !this.#gather()) return
    this.#isWriting = true
    write(this.#descriptor, this.#next, (error, written) => {
      this.#isWriting = false
      this.#next = this.#next.subarray(error ? 0 : written)
      if (error) this.#flushLater()
      else if (this.#next.length > 0 || this.#bytes >= GATHERED_BYTES) this.flush()
      else if (this.#bytes > 0) this.#flushLater()
    })
  }

  /** Writes what waits before the process ends, and gives up what cannot be written. */
  end(): void {
    if (this.#isWriting) return
    try {
      while (this.#gather()) this.#next = this.#next.subarray(writeSync(this.#descriptor, this.#next))
    } catch {
      // There is nowhere left to tell it.
    }
  }

  /** Whether there is something to write. */
  #gather(): boolean {
    if (this.#next.length === 0) {
      this.#next = Buffer.from(this.#lines.join(''))
      this.#lines = []
      this.#bytes = 0
    }
    return this.#next.length > 0
  }

  #flushLater(): void {
    this.#cancelTimer ??= this.#clock.after(
      GATHERED_MS,
      () => {
        this.#cancelTimer = undefined
        this.flush()
      },
      'background',
    )
  }
}
