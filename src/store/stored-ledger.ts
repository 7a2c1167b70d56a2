import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type CancelTimer, type Clock, systemClock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { Ledger, LedgerRow, LedgerStatistics } from '../usage/ledger.ts'
import type { UsageScope } from '../usage/scope.ts'
import { type SqlValue, valuesOf } from './ledger-columns.ts'
import type { RowSink } from './row-sink.ts'
import type { StoreCheck } from './store.ts'
import type { StoreDatabase } from './store-database.ts'
import { StoredReports } from './stored-reports.ts'
import { UnwrittenRows } from './unwritten-rows.ts'

export interface StoredLedgerOptions {
  readonly database: StoreDatabase
  /** Where rows go; left out: to the database. */
  readonly sink?: RowSink
  readonly clock?: Clock
  /** What is not as it should be although rows are taken; empty: nothing. */
  readonly notice?: () => string
  /** Why rows cannot be written yet; undefined when they can. */
  readonly fault?: Error | undefined
  /** Told when the store is lost, when rows are taken nevertheless, and when it is back. */
  readonly onChange?: (check: StoreCheck) => void
  /** Told how many rows will never be written. */
  readonly onLost?: (rows: number) => void
}

/** Bounds what one commit holds in memory, twice: here and where it is carried out. */
const MAX_BATCH_ROWS = 1000

/** How often it is tried whether rows can be written again: while they cannot, nobody comes to write one. */
const RETRY_MS = 1000

const HEALTHY: StoreCheck = { healthy: true, message: '' }

type State = 'available' | 'spooling' | 'away'

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
  readonly #sink: RowSink
  readonly #clock: Clock
  readonly #notice: () => string
  readonly #onChange: (check: StoreCheck) => void
  readonly #gathering: Batch[] = []
  readonly #unwritten: UnwrittenRows
  #refused = 0
  #committing: Promise<void> | undefined
  #fault: Error | undefined
  #closed = false
  /** Whether the latest commit held more than one row. */
  #crowded = false

  /** What `onChange` was told last. */
  #told: State = 'available'
  #cancelRetry: CancelTimer | undefined

  constructor(options: StoredLedgerOptions) {
    const { database, sink = database, clock = systemClock, notice = () => '', fault } = options
    const { onChange = () => {}, onLost = () => {} } = options
    this.#database = database
    this.#sink = sink
    this.#clock = clock
    this.#notice = notice
    this.#fault = fault
    if (fault) this.#told = 'away'
    this.#onChange = onChange
    this.#unwritten = new UnwrittenRows({ sink, onLost })
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
      const { readStatistics } = await import('./ledger-statistics.ts')
      return await readStatistics(new StoredReports(this.#database), from, to, scope)
    } catch (error) {
      throw unavailable(error instanceof GatewayError ? error.cause : error)
    }
  }

  /** Rows that nothing took when they were recorded: of these, those that are kept to be written, and those given up. */
  get figures(): { readonly refused: number; readonly unwritten: number; readonly lost: number } {
    return { refused: this.#refused, unwritten: this.#unwritten.size, lost: this.#unwritten.lost }
  }

  refusal(): GatewayError | undefined {
    if (!this.#fault && !this.#closed) return undefined
    return unavailable(this.#fault ?? new Error('the ledger is closed'))
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
    this.#cancelRetry?.()
    while (this.#committing) await this.#committing
    await this.#unwritten.bring().catch(() => this.#unwritten.giveUp())
  }

  #state(): StoreCheck {
    if (this.#closed) return { healthy: false, message: 'The ledger is closed.' }
    if (this.#fault) return { healthy: false, message: sentence('The ledger cannot be written', this.#fault.message) }
    const notice = this.#notice()
    return notice === '' ? HEALTHY : { healthy: true, message: sentence('The ledger is spooled', notice) }
  }

  /** Tells of a change since it was told last. */
  tell(): void {
    const state = this.#fault ? 'away' : this.#notice() === '' ? 'available' : 'spooling'
    if (state === this.#told) return
    this.#told = state
    this.#onChange(this.#state())
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
    const fault = await this.#faultOf(this.#sink.insertAttempts(rows))
    this.#crowded = rows.length > 1
    if (!fault) return resolve()
    this.#refused += rows.length
    this.#unwritten.keep(rows)
    reject(unavailable(fault))
  }

  async #tryOut(): Promise<void> {
    await this.#faultOf(this.#unwritten.size > 0 ? this.#unwritten.bring() : this.#sink.probe())
    this.#committing = undefined
    if (this.#gathering.length > 0) this.#committing = this.#commitAll()
  }

  /** The ledger works again once what was refused is written too: else all that comes would be paid and refused as well. */
  async #faultOf(writing: Promise<void>): Promise<Error | undefined> {
    let fault: Error | undefined
    try {
      await writing
      if (this.#unwritten.size === 0) this.#fault = undefined
    } catch (error) {
      fault = error as Error
      this.#fault = fault
    }
    if (this.#fault) this.#retryLater()
    this.tell()
    return fault
  }

  #retryLater(): void {
    if (this.#closed) return
    this.#cancelRetry ??= this.#clock.after(RETRY_MS, () => {
      this.#cancelRetry = undefined
      if (this.#fault) this.probe()
    })
  }
}

function sentence(what: string, why: string): string {
  return `${what}: ${why.replace(/[.]$/, '')}.`
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError(
    ErrorReason.LEDGER_UNAVAILABLE,
    'The ledger is not available, and nothing is answered that is not recorded in it. Try again.',
    { cause },
  )
}
