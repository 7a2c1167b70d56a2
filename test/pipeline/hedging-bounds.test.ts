import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { AFTER_A_SECOND, HedgedRoute, hangs, speaksAfter } from '../support/hedged-route.ts'
import { target } from '../support/pipeline-harness.ts'
import { type Script, says } from '../support/scripted-provider.ts'

let route: HedgedRoute

afterEach(() => {
  route.close()
  expect(route.clock.pendingTimers).toBe(0)
})

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')
const speaks = (words: string, milliseconds: number) => speaksAfter(() => route.clock, words, milliseconds)

describe('circuits', () => {
  it('that are open keep their targets from being asked beside a slow one', async () => {
    route = await HedgedRoute.open([[speaks('slow', 3000)], [says('quick')]])
    route.circuits.trip(target('p1'))
    const running = route.text(route.slowCall(true))
    await route.clock.advance(3000)
    expect(await running).toBe('slow')
    expect(route.asked()).toEqual([1, 0])
  })

  it('hear nothing of an attempt that lost: neither a failure nor the success of a probe', async () => {
    route = await HedgedRoute.open([[speaks('slow', 35_000)], [hangs]], {
      ...AFTER_A_SECOND,
      minDelayMs: 32_000,
      maxDelayMs: 32_000,
    })
    const guarded = target('p1')
    for (let failure = 0; failure < 5; failure++) {
      await route.circuits.admit(guarded).ended({ kind: 'failed', error: down })
    }
    expect(route.circuits.stateOf(guarded)).toBe('open')
    const slow = route.text(route.slowCall(false))
    await route.clock.advance(31_000)
    expect(route.circuits.stateOf(guarded)).toBe('half_open')
    await route.clock.advance(60_000)
    expect(await slow).toBe('slow')
    expect(route.asked()).toEqual([1, 1])
    expect(route.circuits.stateOf(guarded)).toBe('half_open')
    expect(() => route.circuits.admit(guarded)).not.toThrow()
  })
})

describe('the cap on what is lost', () => {
  it('lets no second attempt begin before enough was spent, and says so', async () => {
    const cap = { ...AFTER_A_SECOND, maxExtraSpendShare: 0.1 }
    for (const [calls, asked] of [
      [9, 0],
      [10, 1],
    ] as const) {
      route = await HedgedRoute.open([[speaks('slow', 3000)], [says('quick')]], cap, {}, calls)
      const running = route.text(route.slowCall(true))
      await route.clock.advance(3000)
      await running
      expect(route.asked()).toEqual([1, asked])
      expect(await route.hedges('skipped_spend')).toBe(1 - asked)
      route.close()
    }
  })

  it('counts what runs beside it before its cost is known', async () => {
    route = await HedgedRoute.open([[speaks('slow', 3000)], [speaks('second', 1000)]])
    const running = [route.text(route.slowCall(true)), route.text(route.slowCall(true))]
    await route.clock.advance(3000)
    expect(await Promise.all(running)).toEqual(['second', 'slow'])
    expect(await route.hedges('skipped_spend')).toBe(1)
  })
})

describe('the wait for a second attempt', () => {
  it('follows what the target was seen to take, for streams and whole answers apart', async () => {
    const policy = { ...AFTER_A_SECOND, percentile: 50, minDelayMs: 10, maxDelayMs: 5000 }
    const quick = Array.from({ length: 20 }, () => speaks('quick', 100))
    route = await HedgedRoute.open([[...quick, hangs, hangs], [says('second')]], policy)
    for (let call = 0; call < 20; call++) {
      const running = route.text(route.slowCall(true))
      await route.clock.advance(100)
      await running
    }
    const streamed = route.text(route.slowCall(true))
    await route.clock.advance(99)
    expect(route.asked()).toEqual([21, 0])
    await route.clock.advance(1)
    expect(await streamed).toBe('second')
    const whole = route.text(route.slowCall(false))
    await route.clock.advance(4999)
    expect(route.asked()).toEqual([22, 1])
    await route.clock.advance(1)
    expect(await whole).toBe('second')
  })
})

describe('what an adapter had to leave out', () => {
  it('is told of the target that answered, not of the one that lost', async () => {
    const warns = (warning: string, then: Script): Script =>
      async function* (call) {
        call.journal.warnings.push(warning)
        yield* then(call)
      }
    route = await HedgedRoute.open([[warns('first', hangs)], [warns('second', says('quick'))]])
    const call = route.slowCall(true)
    const running = route.text(call)
    await route.clock.advance(1000)
    await running
    expect(call.journal.warnings).toEqual(['second'])
  })
})
