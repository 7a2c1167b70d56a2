import { type Clock, sleep } from '../../core/clock.ts'
import { waitBefore } from '../back-off.ts'
import type { SqlValue } from '../ledger-columns.ts'
import type { RowSink } from '../row-sink.ts'

/** Where rows wait. What rejects left everything as it was, or may be done again. */
export interface RowSpool extends RowSink {
  /** The rows that came first. */
  first(limit: number): Promise<Rows>
  remove(rows: Rows): Promise<void>
}

export interface SpoolingSinkOptions {
  readonly database: RowSink
  readonly spool: RowSpool
  readonly clock: Clock
  /** Resolves when the database has been there once: before that nobody knows what it holds, and nothing is spooled for it. */
  readonly opened: Promise<void>
  /** Told when rows begin to go to the spool, and when the database takes them again. */
  readonly onChange: () => void
}

type Rows = readonly (readonly SqlValue[])[]

/** Rows that are brought to the database, and taken out of the spool, at one time. */
const DRAINED_ROWS = 500

/**
 * Rows go to the database, and to the spool while that takes none. They are brought to the database in the order in which
 * they came, and removed once they are there: one that is brought twice is still kept once.
 */
export class SpoolingSink implements RowSink {
  /** Rows that went into the spool, and that came out of it, since the process started. */
  readonly counts = { spooled: 0, drained: 0 }
  readonly #options: SpoolingSinkOptions
  readonly #closing = new AbortController()
  /** Why the database takes no rows; undefined: it does. */
  #fault: Error | undefined
  #isOpened = false
  #draining: Promise<void> | undefined
  /** Ends the wait before the next try. */
  #hurry = new AbortController()

  constructor(options: SpoolingSinkOptions) {
    this.#options = options
    options.opened.then(() => {
      this.#isOpened = true
      this.#drain()
    })
  }

  /** Why rows go to the spool; empty when they do not. */
  get notice(): string {
    return this.#fault ? `The database takes no rows, which are spooled: ${this.#fault.message}` : ''
  }

  async insertAttempts(rows: Rows): Promise<void> {
    if (!this.#fault || !this.#isOpened) {
      const fault = await faultOf(this.#options.database.insertAttempts(rows))
      if (!fault) return
      if (!this.#isOpened) throw fault
      this.#note(fault)
    }
    await this.#spool(rows)
  }

  async probe(): Promise<void> {
    if (!this.#fault || !this.#isOpened) {
      const fault = await faultOf(this.#options.database.probe())
      if (!fault) return
      if (!this.#isOpened) throw fault
      this.#note(fault)
    }
    this.#hurry.abort()
    this.#drain()
    await this.#options.spool.probe()
  }

  /** Leaves in the spool what is there. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#draining
  }

  async #spool(rows: Rows): Promise<void> {
    const fault = await faultOf(this.#options.spool.insertAttempts(rows))
    if (fault) {
      const why = this.#fault?.message ?? 'the database was away'
      throw new Error(`${why}; nor can they be spooled: ${fault.message}`, { cause: fault })
    }
    this.counts.spooled += rows.length
    this.#drain()
  }

  #drain(): void {
    if (this.#closing.signal.aborted) return
    this.#draining ??= this.#drainAll()
  }

  /** Until the spool is empty and the database takes rows. */
  async #drainAll(): Promise<void> {
    for (let failures = 1; !this.#closing.signal.aborted; ) {
      const before = this.counts.spooled
      const rest = await this.#drainSome().catch(() => undefined)
      if (rest === 0 && before === this.counts.spooled) break
      if (rest === undefined) await this.#wait(failures++)
      else failures = 1
    }
    // At once after the last look: rows that come later begin anew.
    this.#draining = undefined
  }

  /** How many rows it brought; 0: there were none. Rejects when the database, or the spool, fails. */
  async #drainSome(): Promise<number> {
    const { database, spool } = this.#options
    const rows = await spool.first(DRAINED_ROWS).catch(() => undefined)
    // A spool that cannot be read must not keep rows from the database.
    const fault = await faultOf(rows?.length ? database.insertAttempts(rows) : this.#probeAway())
    this.#note(fault)
    if (fault || !rows) throw fault ?? new Error('the spool cannot be read')
    if (rows.length === 0) return 0
    await spool.remove(rows)
    this.counts.drained += rows.length
    return rows.length
  }

  /** Nothing is asked of a database of which nothing is known to be wrong. */
  async #probeAway(): Promise<void> {
    if (this.#fault) await this.#options.database.probe()
  }

  #note(fault: Error | undefined): void {
    const before = this.#fault
    this.#fault = fault
    if (fault) this.#drain()
    if (!before !== !fault) this.#options.onChange()
  }

  async #wait(failures: number): Promise<void> {
    this.#hurry = new AbortController()
    const signal = AbortSignal.any([this.#closing.signal, this.#hurry.signal])
    await sleep(this.#options.clock, waitBefore(failures, this.#options.clock), signal).catch(() => {})
  }
}

function faultOf(writing: Promise<void>): Promise<Error | undefined> {
  return writing.then(
    () => undefined,
    (error) => error as Error,
  )
}
