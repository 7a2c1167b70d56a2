import { expect, it } from 'vitest'
import { Simulation } from './hour/simulation.ts'

/** The whole hour at 1000 calls a second takes some minutes: `SIMULATED_CALLS_PER_SECOND=1000`. */
const CALLS_PER_SECOND = Number(process.env.SIMULATED_CALLS_PER_SECOND ?? 100)
const SEED = Number(process.env.SIMULATED_SEED ?? 1)

it(`an hour in which one of three providers is down at any time, at ${CALLS_PER_SECOND} calls a second`, {
  timeout: 3_600_000,
}, async () => {
  const simulation = new Simulation(SEED)
  await simulation.run(CALLS_PER_SECOND)
  const { watch } = simulation
  const failed = [...watch.failed].map(([reason, count]) => `${count} ${reason}`).join(', ')
  process.stdout.write(
    `\n${watch.calls} calls, ${(watch.availability * 100).toFixed(3)} % answered; not: ${failed || 'none'}.\n`,
  )
  expect(watch.calls).toBe(3600 * CALLS_PER_SECOND)
  expect(watch.availability).toBeGreaterThanOrEqual(0.999)
  // What is left are streams that are cut after their first content, which nobody may answer a second time, and perhaps
  // a call that met one outage for half a minute and the next one then.
  const others = watch.calls - watch.answered - (watch.failed.get('STREAM_TRUNCATED') ?? 0)
  expect(others / watch.calls).toBeLessThan(0.000_01)
  expect(watch.whileOpen).toBe(0)
  // A fifth of the calls of ten seconds, which may lie in two windows, or ten a second.
  for (const windows of watch.windows) {
    windows.forEach(({ firsts, retries }, index) => {
      expect(retries).toBeLessThanOrEqual(100 + 0.2 * (firsts + (windows[index - 1]?.firsts ?? 0)))
    })
  }
})
