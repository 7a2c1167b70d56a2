import { expect, it } from 'vitest'
import type { Report } from '../../bench/report.ts'
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
