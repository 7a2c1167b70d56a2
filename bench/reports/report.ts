import type { Distribution } from '../statistics.ts'

/** How long reports over a large ledger take. */
export interface ReportsReport {
  readonly rows: number
  readonly fileBytes: number
  /** How long writing the rows, and rolling them up, took. */
  readonly writeSeconds: number
  readonly rollUpSeconds: number
  /** How many sums of an hour or a day there are. */
  readonly rollups: number
  readonly reports: readonly { readonly title: string; readonly ms: Distribution }[]
}
