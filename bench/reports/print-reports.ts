import { table } from '../table.ts'
import type { MeasuredReport, ReportsReport } from './report.ts'

/** What 99 of 100 reports should take less than. */
const GOAL_MS = 300

export function printedReports(report: ReportsReport): string {
  const { rows, rollups, fileBytes, writeSeconds, rollUpSeconds } = report
  const written = `${Math.round(fileBytes / 1e6)} MB, written in ${writeSeconds.toFixed(0)} s`
  const rolledUp = `rolled up into ${rollups} sums in ${rollUpSeconds.toFixed(0)} s`
  return `Reports over ${rows} rows in SQLite (${written}; ${rolledUp})\n${printedAsked(report)}\n${verdict(report)}`
}

function verdict({ summed, fromRows }: Pick<ReportsReport, 'summed' | 'fromRows'>): string {
  const slowestFirst = [...summed, ...fromRows].toSorted((a, b) => b.ms.p99 - a.ms.p99)
  const [worst, ...late] = [slowestFirst[0], ...slowestFirst.filter(({ ms }) => ms.p99 >= GOAL_MS)]
  const held = late.length === 0 ? 'all are' : `not all are: ${late.length} of ${slowestFirst.length} are not`
  return `The worst p99: ${worst?.ms.p99.toFixed(1)} ms, ${worst?.title}. Under ${GOAL_MS} ms: ${held}.`
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
