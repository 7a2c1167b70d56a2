import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Outcome } from '../../src/core/answer.ts'
import { systemClock } from '../../src/core/clock.ts'
import { Circuits } from '../../src/resilience/circuits.ts'
import { target } from '../support/pipeline-harness.ts'

const ATTEMPTS = 20_000
const settings = {
  failureThreshold: 5,
  failureShare: 0.5,
  openMs: 1000,
  maxOpenMs: 8000,
  accountFailureThreshold: 1,
}
const good: Outcome = { kind: 'finished', ending: { finishReason: FinishReason.STOP, rawFinishReason: 'stop' } }

it('counts every attempt that it lets through; what that costs is printed', async () => {
  let counted = 0
  const observer = {
    circuitChanged: () => {},
    circuitCounted: () => {
      counted += 1
    },
  }
  const circuits = new Circuits({ settings, clock: systemClock, observer })
  const costs: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) await circuits.admit(target('a')).ended(good)
    costs.push(((performance.now() - start) / ATTEMPTS) * 1000)
  }
  circuits.close()
  expect(counted).toBe(5 * ATTEMPTS)
  process.stdout.write(`\nA guarded success costs ${Math.min(...costs).toFixed(2)} us.\n`)
})
