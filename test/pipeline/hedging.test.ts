import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AttemptRecord } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { settled } from '../support/fake-clock.ts'
import { failsLate, HedgedRoute, hangs, speaksAfter } from '../support/hedged-route.ts'
import { end, fails, type Script, says, start, text, untilAborted } from '../support/scripted-provider.ts'

let route: HedgedRoute

afterEach(() => {
  expect(route.inFlight().every((count) => count === 0)).toBe(true)
  route.close()
  expect(route.clock.pendingTimers).toBe(0)
})

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')
const rejected = new GatewayError(ErrorReason.UPSTREAM_REJECTED, 'rejected')

const speaks = (words: string, milliseconds: number) => speaksAfter(() => route.clock, words, milliseconds)
const failsAfter = (milliseconds: number, error: GatewayError) => failsLate(() => route.clock, milliseconds, error)

const inShort = ({ target: { provider }, hedged, state }: AttemptRecord) => [provider, hedged, state.kind]

describe('a slow target', () => {
  it.each([true, false])('is overtaken by the next one (streamed: %s), cancelled and recorded', async (streaming) => {
    route = await HedgedRoute.open([[hangs], [says('quick')]])
    const call = route.slowCall(streaming)
    const running = route.text(call)
    await route.clock.advance(999)
    expect(route.asked()).toEqual([1, 0])
    await route.clock.advance(1)
    expect(await running).toBe('quick')
    expect(route.providers[0]?.calls[0]?.signal.aborted).toBe(true)
    expect(route.providers[1]?.calls[0]?.signal.aborted).toBe(false)
    expect(route.told()).toEqual([
      ['p0', 0, 'cancelled', false],
      ['p1', 1, 'succeeded', true],
    ])
    expect(call.journal.attempts.map(inShort)).toEqual([
      ['p0', false, 'failed'],
      ['p1', true, 'succeeded'],
    ])
    expect(await route.hedges('won')).toBe(1)
  })

  it('may answer first all the same: it still comes last, as the one that answered', async () => {
    route = await HedgedRoute.open([[speaks('slow', 1500)], [hangs]])
    const running = route.text(route.slowCall(true))
    await route.clock.advance(1500)
    expect(await running).toBe('slow')
    expect(route.told()).toEqual([
      ['p1', 0, 'cancelled', false],
      ['p0', 1, 'succeeded', true],
    ])
    expect(await route.hedges('lost')).toBe(1)
  })

  it('is paid for what it was asked, by an estimate that is marked', async () => {
    route = await HedgedRoute.open([[hangs], [says('quick')]])
    const running = route.text(route.slowCall(false))
    await route.clock.advance(1000)
    await running
    const [lost] = route.ledger.rows
    expect(lost).toMatchObject({ inputTokens: 3n, outputTokens: 0n, usageEstimated: true, costNanos: 7n })
  })

  it('has all rows durable, in one write, before the answer ends', async () => {
    route = await HedgedRoute.open([[hangs], [says('quick')]])
    const writes: number[] = []
    route.ledger.record = async (rows) => void writes.push(rows.length)
    const running = route.text(route.slowCall(true))
    await route.clock.advance(1000)
    await running
    expect(writes).toEqual([2])
  })

  it('is asked again where the route has no other', async () => {
    route = await HedgedRoute.open([[hangs, says('quick')]])
    const running = route.text(route.slowCall(true))
    await route.clock.advance(1000)
    expect(await running).toBe('quick')
    expect(route.told()).toEqual([
      ['p0', 0, 'cancelled', false],
      ['p0', 1, 'succeeded', true],
    ])
  })

  it('waits alone where the route does not hedge', async () => {
    route = await HedgedRoute.open([[speaks('slow', 20_000)], [says('quick')]], 'none')
    const running = route.text(route.slowCall(true))
    await route.clock.advance(20_000)
    expect(await running).toBe('slow')
    expect(route.asked()).toEqual([1, 0])
  })
})

describe('two attempts', () => {
  it('that commit in the same turn give one answer, and nothing of the other is left', async () => {
    for (const streaming of [true, false]) {
      const gate = Promise.withResolvers<void>()
      const together = (words: string): Script =>
        async function* () {
          await gate.promise
          yield [start, text(words)]
          yield [end]
        }
      route = await HedgedRoute.open([[together('one')], [together('two')]])
      const call = route.slowCall(streaming)
      const running = route.text(call)
      await route.clock.advance(1000)
      gate.resolve()
      const answered = await running
      expect(['one', 'two']).toContain(answered)
      await settled()
      expect(route.told().map(([, , outcome]) => outcome)).toEqual(['cancelled', 'succeeded'])
      expect(call.journal.attempts.at(-1)?.target.provider).toBe(answered === 'one' ? 'p0' : 'p1')
      expect(route.inFlight()).toEqual([0, 0])
      route.close()
    }
  })

  it('that both fail leave the rest of the route, each target at most once', async () => {
    route = await HedgedRoute.open([[failsAfter(3000, down)], [failsAfter(1000, down)], [speaks('third', 5000)]])
    const call = route.slowCall(true)
    const running = route.text(call)
    await route.clock.advance(10_000)
    expect(await running).toBe('third')
    expect(route.asked()).toEqual([1, 1, 1])
    expect(call.journal.attempts.map(inShort)).toEqual([
      ['p1', true, 'failed'],
      ['p0', false, 'failed'],
      ['p2', false, 'succeeded'],
    ])
  })

  it('that both fail tell the error of the first target when nothing is left', async () => {
    route = await HedgedRoute.open([
      [failsAfter(3000, down)],
      [fails(new GatewayError(ErrorReason.UPSTREAM_AUTH, 'key'))],
    ])
    const failure = route.run(route.slowCall(true)).catch((error: unknown) => error)
    await route.clock.advance(3000)
    expect(await failure).toMatchObject({ reason: ErrorReason.UPSTREAM_UNAVAILABLE })
    expect(route.told()).toEqual([
      ['p1', 0, 'failed', false],
      ['p0', 1, 'failed', true],
    ])
  })

  it('of which one fails leave the other one to answer, whatever the failure', async () => {
    route = await HedgedRoute.open([[speaks('slow', 3000)], [fails(rejected)]])
    const running = route.text(route.slowCall(true))
    await route.clock.advance(3000)
    expect(await running).toBe('slow')
    route.close()
    route = await HedgedRoute.open([[failsAfter(2000, rejected)], [speaks('second', 2000)], [says('third')]])
    const second = route.text(route.slowCall(false))
    await route.clock.advance(3000)
    expect(await second).toBe('second')
    expect(route.asked()).toEqual([1, 1, 0])
  })

  it('end together when the caller cancels', async () => {
    route = await HedgedRoute.open([[hangs], [hangs]])
    const failure = route.run(route.slowCall(true)).catch((error: unknown) => error)
    await route.clock.advance(2000)
    route.controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'left'))
    expect(await failure).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
    expect(route.providers.map(({ closed }) => closed)).toEqual([3, 1])
    expect(route.told().map(([, , outcome]) => outcome)).toEqual(['cancelled', 'cancelled'])
  })

  it('end together when the caller leaves an answer that it was handed', async () => {
    route = await HedgedRoute.open([
      [hangs],
      [
        async function* (call) {
          yield [start, text('Half')]
          await untilAborted(call.signal)
        },
      ],
    ])
    const running = route.run(route.slowCall(true))
    await route.clock.advance(2000)
    const answer = await running
    route.controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'left'))
    expect(await answer.done).toMatchObject({ kind: 'failed' })
    expect(route.told()).toEqual([
      ['p0', 0, 'cancelled', false],
      ['p1', 1, 'cancelled', true],
    ])
  })
})

describe('a target that fails before it is slow', () => {
  it('is followed by the next one as on any other route', async () => {
    route = await HedgedRoute.open([[failsAfter(500, down)], [says('second')], [says('third')]])
    const call = route.slowCall(true)
    const running = route.text(call)
    await route.clock.advance(5000)
    expect(await running).toBe('second')
    expect(call.journal.attempts.map(inShort)).toEqual([
      ['p0', false, 'failed'],
      ['p1', false, 'succeeded'],
    ])
  })

  it('is retried within its leg, and the leg that lost retries no more', async () => {
    route = await HedgedRoute.open([[fails(down)], [speaks('second', 300)]])
    const running = route.text(route.call(true, { model: 'm', retry: { maxRetries: 3 } }))
    await route.clock.advance(60_000)
    expect(await running).toBe('second')
    // The first retry comes within a second, the next one after the other target has answered.
    expect(route.asked()).toEqual([2, 1])
    expect(route.told().map(([provider, , outcome]) => `${provider} ${outcome}`)).toEqual([
      'p0 failed',
      'p0 failed',
      'p1 succeeded',
    ])
  })
})
