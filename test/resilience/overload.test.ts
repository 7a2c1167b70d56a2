import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Overload, type OverloadBounds } from '../../src/resilience/overload/overload.ts'
import { processLoad } from '../../src/resilience/overload/process-load.ts'
import { FakeClock } from '../support/fake-clock.ts'

let clock: FakeClock
let reading: { heapShare: number; memoryShare: number; eventLoopLagMs: number }
let changes: [kind: string, isOver: boolean][]
let refused: string[]
let lag: number

beforeEach(() => {
  clock = new FakeClock()
  reading = { heapShare: 0.1, memoryShare: 0, eventLoopLagMs: 0 }
  changes = []
  refused = []
})

const BOUNDS: OverloadBounds = { maxCalls: 10, maxHeapShare: 0.85, maxMemoryShare: 0.95, maxEventLoopLagMs: 1000 }

function started(change: Partial<OverloadBounds> = {}): Overload {
  const overload = new Overload(
    { ...BOUNDS, ...change },
    {
      clock,
      meter: { read: () => reading, close: () => {} },
      observer: {
        overloaded: (kind, isOver) => changes.push([kind, isOver]),
        eventLoopLag: (milliseconds) => {
          lag = milliseconds
        },
        refused: (kind) => refused.push(kind),
      },
    },
  )
  overload.start()
  return overload
}

describe.each([
  ['heap', 'heapShare', 0.85],
  ['memory', 'memoryShare', 0.95],
  ['event_loop_lag', 'eventLoopLagMs', 1000],
] as const)('too much of %s', (kind, figure, bound) => {
  it('refuses new calls from the next look on until it is a tenth below the bound, and tells each change once', async () => {
    const overload = started()
    const look = async (share: number) => {
      reading = { ...reading, [figure]: bound * share }
      await clock.advance(1000)
      return overload.refusal()?.metadata.limit
    }
    expect(overload.refusal()).toBeUndefined()
    expect(await look(0.99)).toBeUndefined()
    expect(await look(1)).toBe(kind)
    expect(await look(1.1)).toBe(kind)
    expect(await look(0.91)).toBe(kind)
    expect(await look(0.89)).toBeUndefined()
    expect(await look(0.91)).toBeUndefined()
    expect(changes).toEqual([
      [kind, true],
      [kind, false],
    ])
    expect(refused).toEqual([kind, kind, kind])
  })
})

describe('an overloaded process', () => {
  it('refuses with a code and a wait that ask the caller to come back, not all at once', async () => {
    reading.heapShare = 0.9
    const overload = started()
    expect(overload.refusal()).toMatchObject({ reason: ErrorReason.OVERLOADED, retryAfterMs: 1500 })
    clock.chance = 0.9
    expect(overload.refusal()).toMatchObject({ retryAfterMs: 1900 })
    expect(() => overload.callBegan()).toThrow('takes no new calls')
  })

  it('takes calls again only when nothing is too much any more', async () => {
    reading = { heapShare: 0.9, memoryShare: 0, eventLoopLagMs: 2000 }
    const overload = started()
    reading = { ...reading, heapShare: 0.1 }
    await clock.advance(1000)
    expect(overload.refusal()).toMatchObject({ metadata: { limit: 'event_loop_lag' } })
    reading = { ...reading, eventLoopLagMs: 0 }
    await clock.advance(1000)
    expect(overload.refusal()).toBeUndefined()
  })

  it('is one that stood still since the last look, though its loop was not seen to be late', async () => {
    const overload = started()
    await clock.advance(500)
    clock.stall(2500)
    await clock.advance(0)
    expect(overload.refusal()).toMatchObject({ metadata: { limit: 'event_loop_lag' } })
    expect(lag).toBe(2000)
  })

  it('follows other bounds, and leaves no timer behind', async () => {
    reading.heapShare = 0.5
    const overload = started()
    overload.configure({ ...BOUNDS, maxHeapShare: 0.4 })
    await clock.advance(1000)
    expect(overload.refusal()).toMatchObject({ metadata: { limit: 'heap' } })
    overload.configure({ ...BOUNDS, maxHeapShare: Infinity })
    await clock.advance(1000)
    expect(overload.refusal()).toBeUndefined()
    overload.close()
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('too many calls', () => {
  it('are never begun, and are taken again when a tenth of them has ended', () => {
    const overload = started()
    for (let call = 0; call < 10; call++) overload.callBegan()
    expect(overload.refusal()).toMatchObject({ metadata: { limit: 'calls' } })
    expect(() => overload.callBegan()).toThrow('as many calls run')
    overload.callEnded()
    expect(overload.refusal()).toBeDefined()
    overload.callEnded()
    expect(overload.refusal()).toBeUndefined()
    expect(changes).toEqual([
      ['calls', true],
      ['calls', false],
    ])
  })

  it('is two where one is allowed', () => {
    const overload = started({ maxCalls: 1 })
    for (let round = 0; round < 3; round++) {
      overload.callBegan()
      expect(overload.refusal()).toBeDefined()
      overload.callEnded()
      expect(overload.refusal()).toBeUndefined()
    }
  })
})

describe('the load of the process', () => {
  function opened() {
    const meter = processLoad()
    onTestFinished(() => meter.close())
    return meter
  }

  it('is told in parts of what there is', () => {
    const { heapShare, memoryShare, eventLoopLagMs } = opened().read()
    expect(heapShare).toBeGreaterThan(0)
    expect(heapShare).toBeLessThan(1)
    expect(memoryShare).toBeGreaterThanOrEqual(0)
    expect(memoryShare).toBeLessThan(1)
    expect(eventLoopLagMs).toBeGreaterThanOrEqual(0)
  })

  it('shows that its loop was blocked', async () => {
    const meter = opened()
    let turn = 0
    await vi.waitFor(() => {
      turn += 1
      if (turn % 2 === 1) block()
      expect(turn % 2 === 1 ? 0 : meter.read().eventLoopLagMs).toBeGreaterThan(0)
    }, 10_000)
  })
})

function block(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
}
