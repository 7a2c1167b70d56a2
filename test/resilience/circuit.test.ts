import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Circuit, type Passage } from '../../src/resilience/circuit.ts'
import { FakeClock } from '../support/fake-clock.ts'

const rules = { failureThreshold: 3, failureShare: 0.5, openMs: 1000, maxOpenMs: 8000 }

let clock: FakeClock
let circuit: Circuit
let states: string[]

beforeEach(() => {
  clock = new FakeClock()
  clock.chance = 0
  states = []
  circuit = new Circuit(rules, clock, (state) => states.push(state))
})

afterEach(() => circuit.shutdown())

function admitted(): Passage {
  const passage = circuit.admit()
  if (!passage) throw new Error('It was not let through.')
  return passage
}

async function fail(times = 1): Promise<void> {
  for (let time = 0; time < times; time++) await admitted()('failed', ErrorReason.UPSTREAM_ERROR)
}

describe('a circuit', () => {
  it('says how long it stays open whatever becomes of the clock', async () => {
    await fail(3)
    clock.jump(-3_600_000)
    expect(circuit.waitMs).toBe(1000)
    expect(circuit.view().probeTime).toBe(clock.now() + 1000)
    clock.jump(7_200_000)
    expect(circuit.waitMs).toBe(1000)
  })

  it('opens after its failures and lets nothing through', async () => {
    await fail(2)
    expect(circuit.state).toBe('closed')
    await fail()
    expect(circuit.state).toBe('open')
    expect(circuit.admit()).toBeUndefined()
    expect(circuit.view()).toMatchObject({
      since: clock.now(),
      probeTime: clock.now() + 1000,
      failures: 3,
      rejections: 1,
      openings: 1,
      lastFailure: ErrorReason.UPSTREAM_ERROR,
    })
  })

  it('opens where calls are rare', async () => {
    for (let time = 0; time < 3; time++) {
      await fail()
      await clock.advance(60_000)
    }
    expect(states).toEqual(['closed', 'open', 'half_open'])
  })

  it('lets exactly one attempt through when it is half open', async () => {
    await fail(3)
    await clock.advance(1000)
    const probe = admitted()
    expect(circuit.admit()).toBeUndefined()
    await probe('succeeded')
    expect(circuit.state).toBe('closed')
    expect(circuit.admit()).toBeDefined()
  })

  it('closes when its probe has begun to answer, and opens again when that fails before anything succeeded', async () => {
    await fail(3)
    await clock.advance(1000)
    const probe = admitted()
    await probe('answering')
    expect(circuit.state).toBe('closed')
    await probe('failed')
    expect(circuit.state).toBe('open')
    expect(circuit.waitMs).toBe(2000)
  })

  it('stays closed when another attempt succeeded before its probe fails', async () => {
    await fail(3)
    await clock.advance(1000)
    const probe = admitted()
    await probe('answering')
    await admitted()('succeeded')
    await probe('failed')
    expect(circuit.view()).toMatchObject({ state: 'closed', successes: 2, failures: 0 })
  })

  it('counts how an attempt ends, not that it begins to answer, while it is closed', async () => {
    for (let time = 0; time < 3; time++) {
      const passage = admitted()
      await passage('answering')
      await passage('failed')
    }
    expect(circuit.state).toBe('open')
  })

  it('stays open twice as long after each probe that fails, up to its bound', async () => {
    await fail(3)
    for (const wait of [1000, 2000, 4000, 8000, 8000]) {
      await clock.advance(wait - 1)
      expect(circuit.state).toBe('open')
      await clock.advance(1)
      expect(circuit.state).toBe('half_open')
      await fail()
    }
  })

  it('begins with its first wait again only after it stayed closed for as long as its longest', async () => {
    const reopen = async (closedMs: number) => {
      await clock.advance(8000)
      await admitted()('succeeded')
      await clock.advance(closedMs)
      await fail(3)
      return circuit.waitMs
    }
    await fail(3)
    expect(await reopen(7999)).toBe(2000)
    expect(await reopen(8000)).toBe(1000)
  })

  it('lets another probe through when one was cancelled, and is not closed by it', async () => {
    await fail(3)
    await clock.advance(1000)
    await admitted()('neither')
    expect(circuit.state).toBe('half_open')
    const second = admitted()
    expect(circuit.admit()).toBeUndefined()
    await second('succeeded')
    expect(circuit.state).toBe('closed')
  })

  it('lets another probe through when one takes longer than it is ever open, and is closed by either', async () => {
    for (const wellIsTheFirst of [true, false]) {
      await fail(3)
      await clock.advance(8000)
      const silent = admitted()
      await clock.advance(7999)
      expect(circuit.admit()).toBeUndefined()
      await clock.advance(1)
      const second = admitted()
      expect(circuit.admit()).toBeUndefined()
      await (wellIsTheFirst ? silent : second)('answering')
      expect(circuit.state).toBe('closed')
      await silent('failed')
      expect(circuit.view()).toMatchObject({ state: 'closed', failures: 0 })
    }
  })

  it('does not open because a probe failed that it no longer waits for', async () => {
    await fail(3)
    await clock.advance(1000)
    const silent = admitted()
    await clock.advance(8000)
    const second = admitted()
    await silent('failed')
    expect(circuit.state).toBe('half_open')
    await second('failed')
    expect(circuit.state).toBe('open')
  })

  it('counts nothing that is nobody’s fault', async () => {
    await fail(2)
    for (let time = 0; time < 10; time++) await admitted()('neither')
    expect(circuit.view()).toMatchObject({ successes: 0, failures: 2, consecutiveFailures: 2 })
  })

  it('does not listen to attempts that began before it opened', async () => {
    const [slow, slower] = [admitted(), admitted()]
    await fail(3)
    await clock.advance(1000)
    await slow('succeeded')
    expect(circuit.state).toBe('half_open')
    const probe = admitted()
    await slower('failed')
    await probe('succeeded')
    expect(circuit.view()).toMatchObject({ state: 'closed', successes: 1, failures: 0 })
  })

  it('stays open when it was tripped, until it is reset', async () => {
    const running = admitted()
    circuit.trip()
    await running('succeeded')
    await clock.advance(100_000_000)
    expect(circuit.admit()).toBeUndefined()
    expect(circuit.view()).toMatchObject({ state: 'open', tripped: true, probeTime: undefined })
    circuit.reset()
    expect(circuit.admit()).toBeDefined()
    expect(states).toEqual(['closed', 'open', 'closed'])
  })

  it('counts a rejection for ten seconds from when it happened', async () => {
    circuit.trip()
    await clock.advance(9000)
    circuit.admit()
    await clock.advance(5000)
    expect(circuit.view().rejections).toBe(1)
    await clock.advance(5000)
    expect(circuit.view().rejections).toBe(0)
  })

  it('forgets everything when it is reset', async () => {
    await fail(3)
    circuit.reset()
    expect(circuit.view()).toMatchObject({ state: 'closed', failures: 0, openings: 0, lastFailure: undefined })
    await clock.advance(1000)
    expect(circuit.state).toBe('closed')
  })

  it('leaves no timer behind', async () => {
    await fail(3)
    circuit.shutdown()
    expect(clock.pendingTimers).toBe(0)
  })
})
