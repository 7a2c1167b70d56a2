import type { Distribution } from '../statistics.ts'

/** How long reports over a large ledger take. */
export interface ReportsReport {
  readonly rows: number
  readonly fileBytes: number
  /** How long writing the rows, and rolling them up, took. */
  readonly writeSeconds: number
  readonly rollUpSeconds: number
  /** How many sums there are. */
  readonly rollups: number
  readonly summed: readonly MeasuredReport[]
  /** Those that read the rows. */
  readonly fromRows: readonly MeasuredReport[]
}

export interface MeasuredReport {
  readonly title: string
  readonly ms: Distribution
  /** What the processor did for it: the same on a machine that has other work. */
  readonly processorMs: Distribution
}
