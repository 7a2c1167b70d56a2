import { setImmediate as turn } from 'node:timers/promises'
import type { Size } from '../scenarios.ts'
import { median } from '../statistics.ts'
import { circuitStep, retryBudgetStep } from './guards.ts'
import { pipelineStep } from './pipeline.ts'
import { selectionSteps } from './selection.ts'
import type { CostReport, Step } from './step.ts'

interface Extent {
  readonly rounds: number
  readonly roundMs: number
}

const EXTENTS: Readonly<Record<Size, Extent>> = {
  full: { rounds: 15, roundMs: 60 },
  quick: { rounds: 7, roundMs: 20 },
  smoke: { rounds: 1, roundMs: 1 },
}

/** What the steps on a call's way take by themselves, in this process: all in turn, again and again. */
export async function measureCosts(size: Size): Promise<CostReport[]> {
  const { rounds, roundMs } = EXTENTS[size]
  const steps = [...selectionSteps(), circuitStep(), retryBudgetStep(), pipelineStep()]
  const measured: { step: Step; times: number; micros: number[] }[] = []
  for (const step of steps) measured.push({ step, times: await timesWithin(roundMs, step), micros: [] })
  for (let round = 0; round < rounds; round += 1) {
    for (const { step, times, micros } of measured) micros.push(await microsOf(step, times))
  }
  return measured.map(({ step: { name, title }, micros }) => ({ name, title, micros: median(micros), rounds: micros }))
}

/** Also warms the step up. */
async function timesWithin(milliseconds: number, step: Step): Promise<number> {
  let times = 1
  for (let each = await microsOf(step, times); each * times < milliseconds * 1000; each = await microsOf(step, times)) {
    times *= 2
  }
  return times
}

async function microsOf(step: Step, times: number): Promise<number> {
  const start = performance.now()
  await step.repeat(times)
  // Promises that are settled by now are followed within this turn.
  await turn()
  return ((performance.now() - start) * 1000) / times
}
