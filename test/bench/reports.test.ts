import { expect, it } from 'vitest'
import type { Report } from '../../bench/report.ts'
import { runBench } from './run-bench.ts'

it('the bench measures reports over as many rows as it is told to', { timeout: 60_000 }, async () => {
  const { stdout } = await runBench('--json', '--only', 'reports', '--rows', '2000')
  const { reports } = JSON.parse(stdout) as Report
  expect(reports).toMatchObject({ rows: 2000 })
  expect(reports?.rollups).toBeGreaterThan(1000)
  expect(reports?.reports.length).toBeGreaterThan(4)
  for (const { ms } of reports?.reports ?? []) expect(ms.p50).toBeGreaterThan(0)
})
