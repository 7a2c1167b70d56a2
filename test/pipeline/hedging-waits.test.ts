import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { settled } from '../support/fake-clock.ts'
import { HedgedRoute, hangs, speaksAfter } from '../support/hedged-route.ts'
import { bound } from '../support/held-attempts.ts'
import { target } from '../support/pipeline-harness.ts'
import { fails, says } from '../support/scripted-provider.ts'

let route: HedgedRoute

afterEach(async () => {
  await settled()
  expect(route.inFlight().every((count) => count === 0)).toBe(true)
  route.close()
  expect(route.clock.pendingTimers).toBe(0)
})

const speaks = (words: string, milliseconds: number) => speaksAfter(() => route.clock, words, milliseconds)

async function places(name: string): Promise<number[]> {
  const { body } = await route.metrics.expose()
  const value = (provider: string) =>
    body.split('\n').find((line) => line.startsWith(`${name}{provider="${provider}"} `))
  return route.providers.map((_, index) => Number(value(`p${index}`)?.split(' ')[1] ?? 0))
}

async function expectNothingHeld(): Promise<void> {
  await settled()
  expect(await places('llm_active_requests')).toEqual([0, 0])
  expect(await places('llm_queue_length')).toEqual([0, 0])
  expect([route.admission.take(target('p0')), route.admission.take(target('p0'))]).toEqual([true, false])
}

describe('a call that waits for a place', () => {
  it('is answered by the next target, and leaves the line without a row', async () => {
    route = await HedgedRoute.open([[hangs], [says('quick')]])
    bound(route, 1)
    route.admission.take(target('p0'))
    const running = route.text(route.slowCall(true))
    await route.clock.advance(1000)
    expect(await running).toBe('quick')
    expect(route.told()).toEqual([['p1', 0, 'succeeded', true]])
    route.admission.give(target('p0'))
    await expectNothingHeld()
  })

  it('does not stand in line twice where the route has no other target', async () => {
    route = await HedgedRoute.open([[says('late')]])
    bound(route, 1)
    route.admission.take(target('p0'))
    const running = route.text(route.slowCall(true))
    await route.clock.advance(1000)
    expect(await places('llm_queue_length')).toEqual([1])
    route.admission.give(target('p0'))
    expect(await running).toBe('late')
    expect(route.asked()).toEqual([1])
  })

  it('is refused when the second target has no place either, and nothing of it is left', async () => {
    route = await HedgedRoute.open([[hangs], [hangs]])
    bound(route, 1, { maxQueueWaitMs: 5000 })
    for (const name of ['p0', 'p1']) route.admission.take(target(name))
    const running = route.text(route.slowCall(true))
    const refused = expect(running).rejects.toMatchObject({
      reason: ErrorReason.OVERLOADED,
      metadata: { provider: 'p1', limit: 'wait' },
    })
    await route.clock.advance(6000)
    await refused
    expect(route.told()).toEqual([])
    for (const name of ['p0', 'p1']) route.admission.give(target(name))
    await expectNothingHeld()
  })

  it('gives back a place that it is given in the very turn in which the other attempt answers', async () => {
    route = await HedgedRoute.open([[hangs], [speaks('quick', 1000)]])
    bound(route, 1)
    route.admission.take(target('p0'))
    const running = route.text(route.slowCall(true))
    await route.clock.advance(1000)
    route.clock.after(1000, () => route.admission.give(target('p0')))
    await route.clock.advance(1000)
    expect(await running).toBe('quick')
    await expectNothingHeld()
  })
})

describe('a call that waits before a retry', () => {
  const limited = new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'limited', { retryAfterMs: 3000 })

  it('does not ask the same target in the meantime, which asked it to wait', async () => {
    route = await HedgedRoute.open([[fails(limited), says('waited')]])
    const running = route.text(route.call(true))
    await route.clock.advance(2999)
    expect(route.asked()).toEqual([1])
    await route.clock.advance(1000)
    expect(await running).toBe('waited')
  })

  it('asks the next target, and does not repeat once that has answered', async () => {
    route = await HedgedRoute.open([[fails(limited), hangs], [says('quick')]])
    const running = route.text(route.call(true))
    await route.clock.advance(1000)
    expect(await running).toBe('quick')
    await route.clock.advance(10_000)
    expect(route.asked()).toEqual([1, 1])
    expect(route.told()).toEqual([
      ['p0', 0, 'failed', false],
      ['p1', 1, 'succeeded', true],
    ])
  })
})
