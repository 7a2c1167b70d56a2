import { setImmediate as turn } from 'node:timers/promises'
import type { Size } from '../scenarios.ts'
import { median } from '../statistics.ts'
import { withDirectory } from '../temporary-directory.ts'
import { callerSteps } from './callers.ts'
import { circuitStep, retryBudgetStep } from './guards.ts'
import { ledgerStep } from './ledger.ts'
import { pipelineSteps } from './pipeline.ts'
import { rulesStep } from './rules.ts'
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

/** For how many rounds a step runs before it is measured. */
const WARM_UP_ROUNDS = 10

/** What the steps on a call's way take by themselves, in this process: all in turn, again and again. */
export function measureCosts(size: Size): Promise<CostReport[]> {
  return withDirectory(async (directory) => {
    const steps = [
      ...callerSteps(),
      rulesStep(),
      ...selectionSteps(),
      circuitStep(),
      retryBudgetStep(),
      ...(await pipelineSteps()),
      await ledgerStep(directory),
    ]
    try {
      return await measureSteps(steps, EXTENTS[size])
    } finally {
      for (const step of steps) await step.close?.()
    }
  })
}

async function measureSteps(steps: readonly Step[], { rounds, roundMs }: Extent): Promise<CostReport[]> {
  const measured: { step: Step; times: number; micros: number[] }[] = []
  for (const step of steps) measured.push({ step, times: await timesWithin(roundMs, step), micros: [] })
  for (let round = 0; round < rounds; round += 1) {
    for (const { step, times, micros } of measured) micros.push(await microsOf(step, times))
  }
  return measured.map(({ step: { name, title }, micros }) => ({ name, title, micros: median(micros), rounds: micros }))
}

/** How many times the step fits into a round, as soon as it is warm: what runs seldom is not compiled yet. */
async function timesWithin(milliseconds: number, step: Step): Promise<number> {
  let times = 1
  let micros = await microsOf(step, times)
  const warm = performance.now() + WARM_UP_ROUNDS * milliseconds
  while (performance.now() < warm) {
    micros = await microsOf(step, times)
    times = Math.max(1, Math.round((milliseconds * 1000) / micros))
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
