import { table } from '../table.ts'
import type { HeldFigures, HeldProvider, HeldReport } from './report.ts'

export function printedHeld({ callers, answerMs, providers, memory }: HeldReport): string {
  const head = ['', 'held at once', 'calls/s', 'p50 ms', 'p99 ms', 'errors']
  const failures = providers
    .flatMap(({ direct, switchyard }) => [direct, switchyard])
    .flatMap(({ firstError }) => firstError || [])
  return [
    `${callers} callers of each of two providers at once, upstreams that take about ${answerMs} ms`,
    table([head, ...providers.flatMap(rowsOf)]),
    `gateway RSS: ${megabytes(memory.beforeBytes)} MB before, ${megabytes(memory.peakBytes)} MB at the most`,
    ...failures,
  ].join('\n')
}

function rowsOf({ name, direct, switchyard }: HeldProvider): string[][] {
  const added = (share: 'p50' | 'p99') => {
    const difference = switchyard.latency[share] - direct.latency[share]
    return `${switchyard.latency[share].toFixed(0)} (${difference < 0 ? '' : '+'}${difference.toFixed(1)})`
  }
  return [
    [
      `${name}, direct`,
      ...firstCells(direct),
      direct.latency.p50.toFixed(0),
      direct.latency.p99.toFixed(0),
      errors(direct),
    ],
    [`${name}, switchyard`, ...firstCells(switchyard), added('p50'), added('p99'), errors(switchyard)],
  ]
}

function firstCells({ maxInFlight, calls, elapsedMs }: HeldFigures): string[] {
  return [String(maxInFlight), ((calls / elapsedMs) * 1000).toFixed(0)]
}

function errors(figures: HeldFigures): string {
  return String(figures.errors)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
