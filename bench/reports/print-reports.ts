import { table } from '../table.ts'
import type { ReportsReport } from './report.ts'

export function printedReports(report: ReportsReport): string {
  const { rows, rollups, fileBytes, writeSeconds, rollUpSeconds, reports } = report
  const written = `${Math.round(fileBytes / 1e6)} MB, written in ${writeSeconds.toFixed(0)} s`
  const rolledUp = `rolled up into ${rollups} sums in ${rollUpSeconds.toFixed(0)} s`
  const lines = reports.map(({ title, ms }) => [title, ms.p50.toFixed(1), ms.p99.toFixed(1), ms.max.toFixed(1)])
  return `Reports over ${rows} rows in SQLite (${written}; ${rolledUp})\n${table([['', 'p50 ms', 'p99 ms', 'max ms'], ...lines])}`
}
