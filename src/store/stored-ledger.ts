import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { Ledger, LedgerRow, LedgerStatistics } from '../usage/ledger.ts'
import type { UsageScope } from '../usage/scope.ts'
import { type SqlValue, valuesOf } from './ledger-columns.ts'
import type { StoreCheck } from './store.ts'
import type { StoreDatabase } from './store-database.ts'

export interface StoredLedgerOptions {
  readonly database: StoreDatabase
  /** Why rows cannot be written yet; undefined when they can. */
  readonly fault?: Error | undefined
  /** Told when the store is lost, and when it is back. */
  readonly onChange?: (check: StoreCheck) => void
}

/** Bounds what one commit holds in memory, twice: here and where it is carried out. */
const MAX_BATCH_ROWS = 1000

/** Rows that are committed together, and the one promise that all who recorded them wait for. */
interface Batch extends PromiseWithResolvers<void> {
  readonly rows: SqlValue[][]
}

/**
 * The ledger in a database. While one commit is under way the next batch gathers, so that the database itself sets the
 * size of the batches: a lone row goes out at once, a crowd shares a commit.
 */
export class StoredLedger implements Ledger {
  readonly #database: StoreDatabase
  readonly #onChange: (check: StoreCheck) => void
  readonly #gathering: Batch[] = []
  #committing: Promise<void> | undefined
  #fault: Error | undefined
  #closed = false
  /** Whether the latest commit held more than one row. */
  #crowded = false

  constructor({ database, fault, onChange = () => {} }: StoredLedgerOptions) {
    this.#database = database
    this.#fault = fault
    this.#onChange = onChange
  }

  record(rows: readonly LedgerRow[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve()
    if (this.#closed) return Promise.reject(unavailable(new Error('the ledger is closed')))
    const batch = this.#batchFor(rows.length)
    for (const row of rows) batch.rows.push(valuesOf(row))
    this.#committing ??= this.#commitAll()
    return batch.promise
  }

  async statistics(from: number, to: number, scope: UsageScope = {}): Promise<LedgerStatistics> {
    try {
      const [{ readStatistics }, database] = await Promise.all([
        import('./ledger-statistics.ts'),
        this.#database.reading(),
      ])
      return await readStatistics(database, from, to, scope)
    } catch (error) {
      throw unavailable(error)
    }
  }

  /** While rows cannot be written nobody may come to write one: each check then tries whether it works again. */
  check(): StoreCheck {
    if (this.#fault && !this.#closed) this.probe()
    return this.#state()
  }

  /** Tries whether rows can be written, unless some are being written anyway. */
  probe(): void {
    if (!this.#closed) this.#committing ??= this.#tryOut()
  }

  async close(): Promise<void> {
    this.#closed = true
    while (this.#committing) await this.#committing
  }

  #state(): StoreCheck {
    if (this.#closed) return { healthy: false, message: 'The ledger is closed.' }
    if (!this.#fault) return { healthy: true, message: '' }
    return { healthy: false, message: `The ledger cannot be written: ${this.#fault.message.replace(/[.]$/, '')}.` }
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
    const fault = await this.#faultOf(this.#database.insertAttempts(rows))
    this.#crowded = rows.length > 1
    if (fault) reject(unavailable(fault))
    else resolve()
  }

  async #tryOut(): Promise<void> {
    await this.#faultOf(this.#database.probe())
    this.#committing = undefined
    if (this.#gathering.length > 0) this.#committing = this.#commitAll()
  }

  async #faultOf(writing: Promise<void>): Promise<Error | undefined> {
    const before = this.#fault
    try {
      await writing
      this.#fault = undefined
    } catch (error) {
      this.#fault = error as Error
    }
    if (!before !== !this.#fault) this.#onChange(this.#state())
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
