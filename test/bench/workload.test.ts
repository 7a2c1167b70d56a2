import { beforeAll, describe, expect, it } from 'vitest'
import { printedWorkload } from '../../bench/workload/print-workload.ts'
import { cheapestPremium, policyNamed, type WorkloadReport } from '../../bench/workload/report.ts'
import { type Task, tasksOf } from '../../bench/workload/tasks.ts'
import { readProviders, readWorkload } from '../../bench/workload/workload.ts'
import { runBench } from './run-bench.ts'

describe('the published workload', () => {
  const workload = readWorkload()
  const tasks = tasksOf(workload)

  it('has kinds whose shares come to a hundred', () => {
    expect(workload.kinds.reduce((sum, { share }) => sum + share, 0)).toBe(100)
  })

  it('is the same each time, and another one with another seed', () => {
    expect(tasksOf(workload)).toEqual(tasks)
    expect(tasksOf({ ...workload, seed: workload.seed + 1 })).not.toEqual(tasks)
  })

  it.each(workload.kinds)('has requests of the lengths that it tells: $name', (kind) => {
    const many = tasksOf({ ...workload, requests: 4000, kinds: [{ ...kind, share: 100 }] })
    for (const [lengths, lengthOf] of [
      [kind.input_tokens, ({ inputTokens }: Task) => inputTokens],
      [kind.output_tokens, ({ outputTokens }: Task) => outputTokens],
    ] as const) {
      const sorted = many.map(lengthOf).sort((a, b) => a - b)
      expect(Math.abs((sorted[2000] ?? 0) / lengths.median - 1)).toBeLessThan(0.15)
      expect(Math.abs((sorted[3600] ?? 0) / lengths.p90 - 1)).toBeLessThan(0.15)
      expect(sorted.at(-1)).toBeLessThanOrEqual(lengths.max)
    }
  })

  it('can be answered by a premium model whatever a request needs', () => {
    const premium = readProviders().flatMap(({ models }) => models.filter(({ tier }) => tier === 'premium'))
    for (const { kind, inputTokens, outputTokens } of tasks) {
      const able = premium.filter(
        ({ capabilities }) =>
          capabilities.context_window >= inputTokens + outputTokens &&
          (kind.needs ?? []).every((need) => capabilities[need]),
      )
      expect(able).not.toEqual([])
    }
  })
})

describe('the choice of a model for the workload', () => {
  let report: WorkloadReport

  beforeAll(async () => {
    report = JSON.parse((await runBench('--json', '--only', 'workload')).stdout).workload
  }, 120_000)

  it('costs at least 30 % less than the cheapest premium model for all', () => {
    expect(policyNamed(report, 'automatic').total.cost).toBeLessThan(0.7 * cheapestPremium(report).total.cost)
  })

  it('never takes a model of a lesser class than is good enough, nor one that lacks what a request needs', () => {
    for (const name of ['automatic', 'thrifty', 'half-hinted', 'unhinted']) {
      expect(policyNamed(report, name).total).toMatchObject({ requests: report.requests, belowTier: 0, unable: 0 })
    }
  })

  it('counts answers by a lesser class where nothing prevents them', () => {
    expect(policyNamed(report, 'default').total.belowTier).toBeGreaterThan(0)
    expect(policyNamed(report, 'balanced').total.belowTier).toBeGreaterThan(0)
  })

  it('saves nothing that it does not save when callers say nothing', () => {
    const [all, half, none] = ['automatic', 'half-hinted', 'unhinted'].map(
      (name) => policyNamed(report, name).total.cost,
    )
    expect(all).toBeLessThan(half ?? 0)
    expect(half).toBeLessThan(none ?? 0)
  })

  it('is told by kind, in total and by who answered', () => {
    const text = printedWorkload(report)
    for (const { name } of readWorkload().kinds) expect(text).toContain(name)
    expect(text).toMatch(/automatic, every caller gives hints\s+\d+\.\d+\s+-\d+ %\s+0\s+0/)
  })
})
