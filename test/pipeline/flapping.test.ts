import { afterEach, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { collect } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { PipelineHarness, target } from '../support/pipeline-harness.ts'
import { type Script, ScriptedProvider, says } from '../support/scripted-provider.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

/** As the service has them by default. */
const CIRCUIT = { failureThreshold: 3, openMs: 1000, maxOpenMs: 5000 }

let harness: PipelineHarness

afterEach(() => harness.close())

/** Fails whenever `isDown`. */
function failsWhile(isDown: () => boolean): Script {
  return async function* (call) {
    if (isDown()) throw new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')
    yield* says('Hello')(call)
  }
}

/** Two calls a second for an hour; how many were answered. */
async function callForAnHour(): Promise<{ calls: number; answered: number }> {
  const running: Promise<boolean>[] = []
  for (let elapsed = 0; elapsed < HOUR; elapsed += 500) {
    const call = harness.run(harness.call(false)).then(
      async (answer) => (await collect(answer)) !== undefined,
      () => false,
    )
    running.push(call)
    await harness.clock.advance(500)
  }
  await harness.clock.advance(10 * MINUTE)
  const answered = (await Promise.all(running)).filter(Boolean).length
  return { calls: running.length, answered }
}

it('an hour with a first target that flaps is an hour of answers, and it is hardly asked while it is down', async () => {
  const begin = () => harness.clock.now() - start
  // Up for five minutes, down for five, and so on; the other one drops every 97th attempt.
  const isDown = () => Math.floor(begin() / (5 * MINUTE)) % 2 === 1
  let [whileDown, whileUp, other] = [0, 0, 0]
  const first = failsWhile(() => {
    if (isDown()) whileDown += 1
    else whileUp += 1
    return isDown()
  })
  const second = failsWhile(() => {
    other += 1
    return other % 97 === 0
  })
  harness = new PipelineHarness([new ScriptedProvider(first), new ScriptedProvider(second)], {}, CIRCUIT)
  const start = harness.clock.now()
  const { calls, answered } = await callForAnHour()
  expect(calls).toBe(7200)
  expect(answered / calls).toBeGreaterThanOrEqual(0.999)
  // Six outages of 600 calls: each costs failures until they are half of the last ten seconds, and a probe every five seconds.
  expect(whileDown).toBeLessThan(6 * (20 + 300 / 4.5))
  // Back within five seconds after each: the first target serves nearly all the time that it works.
  expect(whileUp).toBeGreaterThan(3600 - 6 * 2 * 5.5)
})

it('a target that is down for the whole hour is asked once in five seconds', async () => {
  const dead = new ScriptedProvider(failsWhile(() => true))
  harness = new PipelineHarness([dead, new ScriptedProvider(says('Hello'))], {}, CIRCUIT)
  const { calls, answered } = await callForAnHour()
  expect(answered).toBe(calls)
  // Probes after 1, 2 and 4 s, then every 5 s, each up to a tenth sooner.
  expect(dead.calls.length).toBeLessThan(3 + 3 + 3600 / 4.5)
  expect(harness.circuits.viewOf(target('p0'))?.openings).toBe(dead.calls.length - 2)
})
