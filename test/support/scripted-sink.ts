import type { SqlValue } from '../../src/store/ledger-columns.ts'
import type { RowSink } from '../../src/store/row-sink.ts'

/** A database that a test takes away and gives back. It keeps the first of two rows of the same attempt. */
export class ScriptedSink implements RowSink {
  /** In the order in which they came. */
  readonly kept: string[] = []
  /** Why nothing is taken. */
  fault: Error | undefined
  /** Whether the next rows are kept although their sender hears that they were not. */
  losesAnswer = false
  /** Whether nothing is answered. */
  hangs = false

  async insertAttempts(rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await this.probe()
    for (const [id] of rows) if (!this.kept.includes(String(id))) this.kept.push(String(id))
    if (!this.losesAnswer) return
    this.losesAnswer = false
    throw new Error('the connection ended')
  }

  async probe(): Promise<void> {
    if (this.hangs) await new Promise(() => {})
    if (this.fault) throw this.fault
  }
}
