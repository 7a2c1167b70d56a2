import { Counter, Gauge, type Registry } from 'prom-client'

/** What the ledger's store has done since it was opened. */
export interface LedgerFigures {
  readonly available: boolean
  readonly spoolBytes: number
  readonly spooled: number
  readonly drained: number
  readonly refused: number
  readonly unwritten: number
  readonly lost: number
  readonly deleted: number
}

const NONE: LedgerFigures = {
  available: false,
  ...{ spoolBytes: 0, spooled: 0, drained: 0, refused: 0, unwritten: 0, lost: 0, deleted: 0 },
}

/** How rows fare on their way into the ledger, and out of it. The figures are read when somebody scrapes. */
export class LedgerMetrics {
  readonly #registry: Registry
  #figures = () => NONE

  constructor(registry: Registry) {
    this.#registry = registry
    this.#gauge('llm_ledger_available', 'Whether rows of the ledger are taken now: 1, or 0', ({ available }) =>
      Number(available),
    )
    this.#gauge(
      'llm_ledger_spool_bytes',
      'What rows of the ledger take that wait on the local disk',
      ({ spoolBytes }) => spoolBytes,
    )
    this.#gauge(
      'llm_ledger_rows_unwritten',
      'Rows of the ledger that were refused and are kept in memory to be written',
      ({ unwritten }) => unwritten,
    )
    this.#counter('llm_ledger_rows_lost_total', 'Rows of the ledger that were given up', ({ lost }) => lost)
    this.#counter(
      'llm_ledger_rows_deleted_total',
      'Rows of the ledger that were deleted for their age',
      ({ deleted }) => deleted,
    )
    const figures = () => this.#figures()
    new Counter({
      name: 'llm_ledger_spool_rows_total',
      help: 'Rows of the ledger that could not be written at once: spooled, drained or refused',
      labelNames: ['result'],
      registers: [registry],
      collect() {
        this.reset()
        const { spooled, drained, refused } = figures()
        for (const [result, count] of Object.entries({ spooled, drained, refused })) this.inc({ result }, count)
      },
    })
  }

  /** Tells of this store from now on. */
  show(figures: () => LedgerFigures): void {
    this.#figures = figures
  }

  #gauge(name: string, help: string, read: (figures: LedgerFigures) => number): void {
    const value = () => read(this.#figures())
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value())
      },
    })
  }

  #counter(name: string, help: string, read: (figures: LedgerFigures) => number): void {
    const value = () => read(this.#figures())
    new Counter({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(value())
      },
    })
  }
}
