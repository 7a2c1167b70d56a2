import type { SqlValue } from './ledger-columns.ts'
import type { RowSink } from './row-sink.ts'

type Rows = readonly (readonly SqlValue[])[]

/** A sink that tells the ids of the attempts whose rows it has taken. */
export class TellingSink implements RowSink {
  readonly #sink: RowSink
  readonly #tell: (attemptIds: readonly string[]) => void

  constructor(sink: RowSink, tell: (attemptIds: readonly string[]) => void) {
    this.#sink = sink
    this.#tell = tell
  }

  async insertAttempts(rows: Rows): Promise<void> {
    await this.#sink.insertAttempts(rows)
    this.#tell(rows.map(([attemptId]) => String(attemptId)))
  }

  probe(): Promise<void> {
    return this.#sink.probe()
  }
}
