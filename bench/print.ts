import { printedCosts } from './costs/print-costs.ts'
import { printedDoors } from './doors/print-doors.ts'
import { printedHeld } from './held/print-held.ts'
import type { Machine } from './machine.ts'
import type { Figures, IdleReport, Report, ScenarioReport, Side, VendorReport } from './report.ts'
import { SIDES } from './report.ts'
import { printedReports } from './reports/print-reports.ts'
import { printedSwitches } from './switches/print-switches.ts'
import { table } from './table.ts'
import { printedWorkload } from './workload/print-workload.ts'

/** The report for people. */
export function printed(report: Report): string {
  const scenarios = report.scenarios.map(printedScenario)
  return [
    printedMachine(report.machine),
    ...scenarios,
    report.held && printedHeld(report.held),
    printedDoors(report.doors),
    printedVendors(report.vendors),
    printedCosts(report.costs),
    printedSwitches(report.switches),
    report.workload && printedWorkload(report.workload),
    printedIdle(report.idle),
    report.reports && printedReports(report.reports),
    printedCrossChecks(report),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function printedMachine({ cpu, cores, memoryBytes, node, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${platform}, Node ${node}`
}

type Row = readonly [title: string, value: (figures: Figures) => number, digits: number, ratio?: 'ratio' | 'added']

const UNARY_ROWS: readonly Row[] = [
  ['calls/s', (figures) => figures.callsPerSecond, 0, 'ratio'],
  ['latency p50 ms', (figures) => figures.latency.p50, 2, 'added'],
  ['latency p95 ms', (figures) => figures.latency.p95, 2, 'added'],
  ['latency p99 ms', (figures) => figures.latency.p99, 2, 'added'],
  ['server CPU us/call', (figures) => figures.cpuMicrosPerCall, 1, 'ratio'],
  ['  its main thread', (figures) => figures.threadMicrosPerCall, 1, 'ratio'],
]

const STREAM_ROWS: readonly Row[] = [
  ['tokens/s', (figures) => figures.tokensPerSecond, 0, 'ratio'],
  ['tokens a message', (figures) => figures.tokens / Math.max(figures.messages, 1), 2],
  ['first token p50 ms', (figures) => figures.firstToken.p50, 2, 'added'],
  ['first token p99 ms', (figures) => figures.firstToken.p99, 2, 'added'],
  ['token delay p50 ms', (figures) => figures.tokenDelay.p50, 2, 'added'],
  ['token delay p99 ms', (figures) => figures.tokenDelay.p99, 2, 'added'],
  ['longest stall ms', (figures) => figures.stall.max, 0, 'added'],
  ['server CPU us/token', (figures) => figures.cpuMicrosPerToken, 2, 'ratio'],
  ['  its main thread', (figures) => figures.threadMicrosPerToken, 2, 'ratio'],
]

const ALL_ROWS: readonly Row[] = [
  ['server RSS MB', (figures) => figures.rssBytes / 1e6, 0],
  ['errors', (figures) => figures.errors, 0],
]

function printedScenario({ title, sides }: ScenarioReport): string {
  const streaming = sides.switchyard.tokens > 0
  const rows = [...(streaming ? STREAM_ROWS : UNARY_ROWS), ...ALL_ROWS]
  const lines = rows.map((row) => [row[0], ...SIDES.map((side) => cell(sides, side, row)), comparison(sides, row)])
  const failures = SIDES.filter((side) => sides[side].firstError).map((side) => `${side}: ${sides[side].firstError}`)
  return [title, table([['', ...SIDES, 'switchyard to forwarder'], ...lines]), ...failures].join('\n')
}

/** For latencies also what is added to the upstream's own, in brackets. */
function cell(sides: ScenarioReport['sides'], side: Side, [title, value, digits, kind]: Row): string {
  const own = value(sides[side])
  if (side === 'direct' && /server|main thread/.test(title)) return '-'
  const added = kind === 'added' && side !== 'direct' ? ` (${signed(own - value(sides.direct), digits)})` : ''
  return own.toFixed(digits) + added
}

function comparison({ switchyard, forwarder }: ScenarioReport['sides'], [, value, digits, kind]: Row): string {
  if (kind === undefined) return ''
  const difference = value(switchyard) - value(forwarder)
  if (kind === 'added') return signed(difference, digits)
  return `x ${(value(switchyard) / value(forwarder)).toFixed(2)}`
}

function signed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return text.startsWith('-') ? text : `+${text}`
}

/** Each beside the plainest of them. */
function printedVendors(vendors: readonly VendorReport[]): string {
  const plain = vendors.find(({ adapter }) => adapter === 'openai_compatible')?.cpuMicrosPerToken ?? 0
  if (vendors.length === 0) return ''
  const rows = vendors.map(({ adapter, cpuMicrosPerToken, errors, firstError }) => [
    adapter,
    cpuMicrosPerToken.toFixed(1),
    `x ${(cpuMicrosPerToken / plain).toFixed(2)}`,
    String(errors) + (firstError && ` (${firstError})`),
  ])
  return `Streams by each adapter\n${table([['', 'CPU us/token', 'to openai_compatible', 'errors'], ...rows])}`
}

function printedIdle(idle: readonly IdleReport[]): string {
  if (idle.length === 0) return ''
  const rows = idle.map(({ start, readyMs, rssBytes, afterMs }) => [
    `${start} start`,
    `ready after ${readyMs.toFixed(0)} ms`,
    `${(rssBytes / 1e6).toFixed(0)} MB after ${afterMs / 1000} s`,
  ])
  return `Idle, mock provider\n${table(rows)}`
}

function printedCrossChecks({ crossChecks }: Report): string {
  if (crossChecks.length === 0) return ''
  const rows = crossChecks.map(({ side, callsPerSecond, cpuMicrosPerCall, allForwarded }) => [
    side,
    `${callsPerSecond.toFixed(0)} calls/s`,
    `${cpuMicrosPerCall.toFixed(1)} us/call`,
    allForwarded ? '' : 'some calls never reached the upstream',
  ])
  return `Unary by h2load, 4 connections with 4 calls each\n${table(rows)}`
}
