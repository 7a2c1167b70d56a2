import { Counter, Gauge, type Registry } from 'prom-client'

/** What the ledger's store has done since it was opened. */
export interface LedgerFigures {
  readonly spoolBytes: number
  readonly spooled: number
  readonly drained: number
  readonly refused: number
  readonly deleted: number
}

const NONE: LedgerFigures = { spoolBytes: 0, spooled: 0, drained: 0, refused: 0, deleted: 0 }

/** How rows fare on their way into the ledger, and out of it. The figures are read when somebody scrapes. */
export class LedgerMetrics {
  #figures = () => NONE

  constructor(registry: Registry) {
    const figures = () => this.#figures()
    new Gauge({
      name: 'llm_ledger_spool_bytes',
      help: 'What rows of the ledger take that wait on the local disk',
      registers: [registry],
      collect() {
        this.set(figures().spoolBytes)
      },
    })
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
    new Counter({
      name: 'llm_ledger_rows_deleted_total',
      help: 'Rows of the ledger that were deleted for their age',
      registers: [registry],
      collect() {
        this.reset()
        this.inc(figures().deleted)
      },
    })
  }

  /** Tells of this store from now on. */
  show(figures: () => LedgerFigures): void {
    this.#figures = figures
  }
}
