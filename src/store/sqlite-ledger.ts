import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Ledger, LedgerRow, LedgerStatistics } from '../usage/ledger.ts'
import { type SqlValue, valuesOf } from './ledger-columns.ts'
import type { LedgerThread } from './ledger-thread.ts'

export interface SqliteLedgerOptions {
  readonly writer: LedgerThread
  /** Reads, and copies the log into the database; the writer itself where the database cannot be opened twice. */
  readonly keeper: LedgerThread
}

/** Bounds what one commit holds in memory, twice: here and in the thread. */
const MAX_BATCH_ROWS = 1000

/** Commits of a few pages each: the log stays at some megabytes. */
const COMMITS_PER_CHECKPOINT = 250

/** Rows that are committed together, and the one promise that all who recorded them wait for. */
interface Batch extends PromiseWithResolvers<void> {
  readonly rows: SqlValue[][]
}

/**
 * The ledger in SQLite. While one commit is under way the next batch gathers, so that the disk itself sets the size of
 * the batches: a lone row goes out at once, a crowd shares a commit.
 */
export class SqliteLedger implements Ledger {
  readonly #writer: LedgerThread
  readonly #keeper: LedgerThread
  readonly #gathering: Batch[] = []
  #committing: Promise<void> | undefined
  #fault: Error | undefined
  #closed = false
  /** Whether the latest commit held more than one row. */
  #crowded = false
  #uncopied = 0
  #copying = false

  constructor({ writer, keeper }: SqliteLedgerOptions) {
    this.#writer = writer
    this.#keeper = keeper
  }

  record(rows: readonly LedgerRow[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve()
    if (this.#closed) return Promise.reject(unavailable(new Error('the ledger is closed')))
    const batch = this.#batchFor(rows.length)
    for (const row of rows) batch.rows.push(valuesOf(row))
    this.#committing ??= this.#commitAll()
    return batch.promise
  }

  async statistics(from: number, to: number): Promise<LedgerStatistics> {
    try {
      return (await this.#keeper.request({ kind: 'statistics', from, to })) as LedgerStatistics
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** While rows cannot be written nobody may come to write one: each check then tries whether it works again. */
  check(): { healthy: boolean; message: string } {
    if (this.#closed) return { healthy: false, message: 'The ledger is closed.' }
    if (!this.#fault) return { healthy: true, message: '' }
    this.#committing ??= this.#probe()
    return { healthy: false, message: `The ledger cannot be written: ${this.#fault.message}.` }
  }

  async close(): Promise<void> {
    this.#closed = true
    while (this.#committing) await this.#committing
    await this.#keeper.close()
    await this.#writer.close()
  }

  #batchFor(rows: number): Batch {
    const last = this.#gathering.at(-1)
    if (last && last.rows.length + rows <= MAX_BATCH_ROWS) return last
    const batch: Batch = { rows: [], ...Promise.withResolvers<void>() }
    this.#gathering.push(batch)
    return batch
  }

  async #commitAll(): Promise<void> {
    // A lone row goes out at once; in a crowd, a turn of the event loop gathers those who end within it.
    await (this.#crowded ? new Promise(setImmediate) : undefined)
    for (let batch = this.#gathering.shift(); batch; batch = this.#gathering.shift()) await this.#commit(batch)
    this.#committing = undefined
  }

  async #commit({ rows, resolve, reject }: Batch): Promise<void> {
    const fault = await this.#attempt({ kind: 'insert', rows: JSON.stringify(rows) })
    this.#crowded = rows.length > 1
    this.#noteCommit()
    if (fault) reject(unavailable(fault))
    else resolve()
  }

  /** The log is copied while commits go on; one copying at a time. */
  #noteCommit(): void {
    this.#uncopied += 1
    if (this.#uncopied < COMMITS_PER_CHECKPOINT || this.#copying) return
    this.#uncopied = 0
    this.#copying = true
    const copied = () => {
      this.#copying = false
    }
    // When it fails the next one tries again; the log only grows in the meantime.
    this.#keeper.request({ kind: 'checkpoint' }).then(copied, copied)
  }

  async #probe(): Promise<void> {
    await this.#attempt({ kind: 'probe' })
    this.#committing = undefined
    if (this.#gathering.length > 0) this.#committing = this.#commitAll()
  }

  async #attempt(request: Parameters<LedgerThread['request']>[0]): Promise<Error | undefined> {
    try {
      await this.#writer.request(request)
      this.#fault = undefined
    } catch (error) {
      this.#fault = error as Error
    }
    return this.#fault
  }
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError(
    ErrorReason.LEDGER_UNAVAILABLE,
    'The ledger is not available, and nothing is answered that is not recorded in it. Try again.',
    { cause },
  )
}
