import { describe, expect, it } from 'vitest'
import type { Report } from '../../bench/report.ts'
import { printedReports } from '../../bench/reports/print-reports.ts'
import type { MeasuredReport } from '../../bench/reports/report.ts'
import { runBench } from './run-bench.ts'

it('the bench measures reports over as many rows as it is told to', { timeout: 240_000 }, async () => {
  const { stdout } = await runBench('--json', '--only', 'reports', '--rows', '2000')
  const { reports } = JSON.parse(stdout) as Report
  expect(reports).toMatchObject({ rows: 2000 })
  expect(reports?.rollups).toBeGreaterThan(1000)
  const asked = [...(reports?.summed ?? []), ...(reports?.fromRows ?? [])]
  expect(asked.length).toBeGreaterThan(20)
  for (const { ms } of asked) expect(ms.p50).toBeGreaterThan(0)
})

describe('the last line', () => {
  const lastLine = (summed: readonly MeasuredReport[], fromRows: readonly MeasuredReport[]) => {
    const sizes = { rows: 1, fileBytes: 1, writeSeconds: 1, rollUpSeconds: 1, rollups: 1 }
    return printedReports({ ...sizes, summed, fromRows })
      .split('\n')
      .at(-1)
  }

  it('names the slowest report, and says that all hold', () => {
    expect(lastLine([measured('a', 120), measured('b', 299.94)], [measured('c', 7)])).toBe(
      'The worst p99: 299.9 ms, b. Under 300 ms: all are.',
    )
  })

  it('says how many do not', () => {
    expect(lastLine([measured('a', 300), measured('b', 20)], [measured('c', 1200)])).toBe(
      'The worst p99: 1200.0 ms, c. Under 300 ms: not all are: 2 of 3 are not.',
    )
  })
})

function measured(title: string, p99: number): MeasuredReport {
  const ms = { p50: 1, p95: 1, p99, max: p99 }
  return { title, ms, processorMs: ms }
}
