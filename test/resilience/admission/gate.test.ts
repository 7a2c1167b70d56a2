import { beforeEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Applicant, Gate, type GateBounds } from '../../../src/resilience/admission/gate.ts'
import { LEVELS } from '../../../src/resilience/admission/line.ts'
import { FakeClock, settled } from '../../support/fake-clock.ts'

let clock: FakeClock

beforeEach(() => {
  clock = new FakeClock()
})

function gateWith(change: Partial<GateBounds> = {}): Gate {
  const observer = { queued: () => {}, left: () => {}, refused: () => {} }
  const options = { guarded: { provider: 'p', model: undefined }, clock, observer }
  return new Gate({ places: 1, maxQueued: 10, maxQueueWaitMs: 30_000, ...change }, options)
}

function applicant(change: Partial<Applicant> = {}): Applicant {
  return {
    caller: 'a',
    level: LEVELS.normal,
    signal: new AbortController().signal,
    deadline: clock.now() + 600_000,
    patientUntil: clock.now() + 30_000,
    ...change,
  }
}

/** What becomes of those who enter, in the order in which it does. */
function record(gate: Gate) {
  const order: string[] = []
  const errors: unknown[] = []
  const enter = (name: string, change: Partial<Applicant> = {}) => {
    gate.enter(applicant(change)).then(
      () => order.push(name),
      (error: unknown) => {
        order.push(`not ${name}`)
        errors.push(error)
      },
    )
  }
  return { order, errors, enter }
}

/** Places have been held for so long until now. */
async function holdFor(gate: Gate, milliseconds: number): Promise<void> {
  gate.take()
  const since = clock.monotonic()
  await clock.advance(milliseconds)
  gate.give(since)
}

describe('a gate', () => {
  it('hands a place that becomes free to who waited, not to who comes at that moment', async () => {
    const gate = gateWith()
    const { order, enter } = record(gate)
    expect(gate.take()).toBe(true)
    enter('first')
    gate.give(clock.monotonic())
    expect(gate.take()).toBe(false)
    await settled()
    expect(order).toEqual(['first'])
  })

  it('lets the higher priority go before those who came earlier', async () => {
    const gate = gateWith()
    const { order, enter } = record(gate)
    gate.take()
    enter('low', { level: LEVELS.low })
    enter('normal')
    enter('high', { level: LEVELS.high })
    for (let place = 0; place < 3; place++) gate.give(clock.monotonic())
    await settled()
    expect(order).toEqual(['high', 'normal', 'low'])
  })

  it('is left at once by who aborts, with the signal’s reason, and the place goes to the next', async () => {
    const gate = gateWith()
    const { order, errors, enter } = record(gate)
    const leaving = new AbortController()
    gate.take()
    enter('first', { signal: leaving.signal })
    enter('second')
    const reason = new Error('gone')
    leaving.abort(reason)
    expect(gate.waiting).toBe(1)
    gate.give(clock.monotonic())
    await settled()
    expect(order).toEqual(['not first', 'second'])
    expect(errors).toEqual([reason])
  })

  it('refuses who finds the line full, and who has waited long enough', async () => {
    const gate = gateWith({ maxQueued: 1 })
    const { order, errors, enter } = record(gate)
    gate.take()
    enter('first')
    enter('second')
    await clock.advance(29_999)
    expect(order).toEqual(['not second'])
    await clock.advance(1)
    expect(order).toEqual(['not second', 'not first'])
    expect(errors).toMatchObject([{ metadata: { limit: 'queue' } }, { metadata: { limit: 'wait', provider: 'p' } }])
    expect(clock.pendingTimers).toBe(0)
  })

  it('lets nobody wait when nobody may', async () => {
    const gate = gateWith({ maxQueued: 0 })
    gate.take()
    await expect(gate.enter(applicant())).rejects.toMatchObject({ reason: ErrorReason.OVERLOADED })
  })

  it('is full of the low: a higher one displaces the newest, who may try elsewhere', async () => {
    const gate = gateWith({ maxQueued: 2 })
    const { order, errors, enter } = record(gate)
    gate.take()
    enter('older', { level: LEVELS.low })
    enter('newer', { level: LEVELS.low })
    enter('high', { level: LEVELS.high })
    await settled()
    expect(order).toEqual(['not newer'])
    expect(errors).toMatchObject([{ reason: ErrorReason.OVERLOADED, metadata: { limit: 'queue' } }])
    for (let place = 0; place < 2; place++) gate.give(clock.monotonic())
    await settled()
    expect(order).toEqual(['not newer', 'high', 'older'])
  })

  it('with more places lets as many more in, and with fewer none until enough have left', async () => {
    const gate = gateWith({ places: 2 })
    const { order, enter } = record(gate)
    gate.take()
    gate.take()
    for (const name of ['a', 'b', 'c']) enter(name)
    gate.change({ places: 3, maxQueued: 10, maxQueueWaitMs: 1 })
    await settled()
    expect(order).toEqual(['a'])
    gate.change({ places: 1, maxQueued: 10, maxQueueWaitMs: 1 })
    gate.give(clock.monotonic())
    gate.give(clock.monotonic())
    await settled()
    expect(order).toEqual(['a'])
    gate.give(clock.monotonic())
    await settled()
    expect(order).toEqual(['a', 'b'])
  })
})

describe('a wait in vain', () => {
  it('is not begun when the deadline would pass before a place is free, by how long places are held', async () => {
    const gate = gateWith()
    await holdFor(gate, 2000)
    gate.take()
    const rejection = gate.enter(applicant({ deadline: clock.now() + 1999 }))
    await expect(rejection).rejects.toMatchObject({ metadata: { limit: 'deadline' }, retryAfterMs: 2000 })
    expect(gate.waiting).toBe(0)
    void gate.enter(applicant({ deadline: clock.now() + 2001 }))
    expect(gate.waiting).toBe(1)
  })

  it('is not begun when it would be longer than is allowed, with the time that it would take', async () => {
    const gate = gateWith()
    await holdFor(gate, 12_000)
    gate.take()
    const { order, errors, enter } = record(gate)
    for (let each = 0; each < 3; each++) enter(`${each}`)
    await settled()
    expect(gate.waiting).toBe(2)
    expect(order).toEqual(['not 2'])
    expect(errors).toMatchObject([{ metadata: { limit: 'wait' }, retryAfterMs: 36_000 }])
  })

  it('is shorter with more places', async () => {
    const gate = gateWith({ places: 4 })
    await holdFor(gate, 12_000)
    for (let place = 0; place < 4; place++) gate.take()
    const { errors, enter } = record(gate)
    for (let each = 0; each < 11; each++) enter(`${each}`)
    await settled()
    expect(errors).toMatchObject([{ metadata: { limit: 'wait' }, retryAfterMs: 33_000 }])
  })

  it('is seen although places used to be held briefly, when none has become free for long', async () => {
    const gate = gateWith()
    await holdFor(gate, 10)
    gate.take()
    await clock.advance(60_000)
    await expect(gate.enter(applicant())).rejects.toMatchObject({ metadata: { limit: 'wait' }, retryAfterMs: 60_000 })
  })

  it('is not foreseen as long as nothing is known: who is refused is told the longest wait', async () => {
    const gate = gateWith({ maxQueued: 1 })
    gate.take()
    void gate.enter(applicant())
    await expect(gate.enter(applicant())).rejects.toMatchObject({ metadata: { limit: 'queue' }, retryAfterMs: 30_000 })
  })

  it('is not foreseen from attempts that were not made', async () => {
    const gate = gateWith({ maxQueued: 1 })
    await holdFor(gate, 5000)
    for (let refused = 0; refused < 100; refused++) {
      gate.take()
      gate.give()
    }
    gate.take()
    await expect(gate.enter(applicant({ deadline: clock.now() + 4000 }))).rejects.toMatchObject({ retryAfterMs: 5000 })
  })
})
