import { table } from '../table.ts'
import type { MeasuredReport, ReportsReport } from './report.ts'

export function printedReports(report: ReportsReport): string {
  const { rows, rollups, fileBytes, writeSeconds, rollUpSeconds } = report
  const written = `${Math.round(fileBytes / 1e6)} MB, written in ${writeSeconds.toFixed(0)} s`
  const rolledUp = `rolled up into ${rollups} sums in ${rollUpSeconds.toFixed(0)} s`
  return `Reports over ${rows} rows in SQLite (${written}; ${rolledUp})\n${printedAsked(report)}`
}

function printedAsked({ summed, fromRows }: Pick<ReportsReport, 'summed' | 'fromRows'>): string {
  const heads = ['p50 ms', 'p99 ms', 'max ms', 'processor p50 ms', 'p99 ms']
  return table([
    ['from roll-ups', ...heads],
    ...summed.map(line),
    ['from rows', '', '', '', '', ''],
    ...fromRows.map(line),
  ])
}

function line({ title, ms, processorMs }: MeasuredReport): string[] {
  const figures = [ms.p50, ms.p99, ms.max, processorMs.p50, processorMs.p99]
  return [title, ...figures.map((figure) => figure.toFixed(1))]
}
