import { expect, it } from 'vitest'
import type { Report } from '../../bench/report.ts'
import { runBench } from './run-bench.ts'

it('calls are answered whatever is switched on or off, and their cost is told beside the usual one', {
  timeout: 120_000,
}, async () => {
  const report: Report = JSON.parse((await runBench('--json', '--only', 'switches')).stdout)
  const names = ['usual', 'again', 'no-key', 'ledger-in-memory', 'no-log', 'rate-limits', 'budgets', 'traces']
  expect(report.switches.map(({ name }) => name)).toEqual(names)
  for (const { cpuMicrosPerCall, threadMicrosPerCall, errors, firstError } of report.switches) {
    expect({ errors, firstError }).toEqual({ errors: 0, firstError: '' })
    expect(threadMicrosPerCall).toBeGreaterThan(0)
    expect(cpuMicrosPerCall).toBeGreaterThan(0)
  }
  expect(report.switches[0]?.added).toEqual({ low: 0, median: 0, high: 0 })
})
