import type { SqlValue } from './ledger-columns.ts'
import { NoRoom, type RowSink } from './row-sink.ts'

export interface UnwrittenRowsOptions {
  readonly sink: RowSink
  /** Told how many rows were given up. */
  readonly onLost: (rows: number) => void
}

type Row = readonly SqlValue[]

/** Some tens of megabytes. While rows cannot be written no call is made, so that only those under way bring more. */
const MAX_ROWS = 20_000

/** Bounds what one commit holds in memory. */
const BATCH_ROWS = 1000

/** How often rows are refused, by a database that takes something else, before the fault is sought in them. */
const REFUSALS = 3

/**
 * Rows of attempts that were paid and that nothing has taken yet. They are tried again, the oldest first, as long as the
 * process lives: for want of a database or of room none is given up.
 */
export class UnwrittenRows {
  readonly #sink: RowSink
  readonly #onLost: (rows: number) => void
  readonly #rows: Row[] = []
  #refusals = 0
  #lost = 0

  constructor({ sink, onLost }: UnwrittenRowsOptions) {
    this.#sink = sink
    this.#onLost = onLost
  }

  get size(): number {
    return this.#rows.length
  }

  /** Rows that were given up, since the process started. */
  get lost(): number {
    return this.#lost
  }

  /** Those for which there is no room are lost. */
  keep(rows: readonly Row[]): void {
    const kept = rows.slice(0, MAX_ROWS - this.#rows.length)
    this.#rows.push(...kept)
    this.#lose(rows.length - kept.length)
  }

  /** Writes all that are kept. Rejects as soon as one has to be kept on. */
  async bring(): Promise<void> {
    while (this.#rows.length > 0) await this.#bringSome(this.#rows.slice(0, BATCH_ROWS))
  }

  /** Nothing will take them any more. */
  giveUp(): void {
    this.#lose(this.#rows.splice(0).length)
  }

  async #bringSome(rows: readonly Row[]): Promise<void> {
    const fault = await this.#faultOf(rows)
    if (!fault) {
      this.#rows.splice(0, rows.length)
      this.#refusals = 0
      return
    }
    if (NoRoom.isCauseOf(fault)) throw fault
    await this.#sink.probe()
    this.#refusals += 1
    if (this.#refusals < REFUSALS) throw fault
    await this.#bringOneByOne(rows)
  }

  /** So that one that the database will never take, whatever it is, keeps no others from it, and no calls from being made. */
  async #bringOneByOne(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      const fault = await this.#faultOf([row])
      if (fault) {
        await this.#sink.probe()
        this.#lose(1)
      }
      this.#rows.shift()
    }
  }

  #faultOf(rows: readonly Row[]): Promise<Error | undefined> {
    return this.#sink.insertAttempts(rows).then(
      () => undefined,
      (error) => error as Error,
    )
  }

  #lose(rows: number): void {
    if (rows === 0) return
    this.#lost += rows
    this.#onLost(rows)
  }
}
