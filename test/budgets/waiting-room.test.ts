import { describe, expect, it } from 'vitest'
import { WaitingRoom } from '../../src/budgets/waiting-room.ts'
import { FakeClock } from '../support/fake-clock.ts'

const NOBODY = new AbortController().signal

function open() {
  const clock = new FakeClock()
  const room = new WaitingRoom(clock, 3000)
  const endings: (readonly [bigint, unknown])[] = []
  const wait = (nanos: bigint, signal = NOBODY) => {
    const waiting = room.wait(nanos, signal, (heard) => heard !== 'none')
    waiting.then(
      (ending) => endings.push([nanos, ending]),
      (error: Error) => endings.push([nanos, error.message]),
    )
  }
  return { clock, room, wait, endings }
}

describe('those who wait for money', () => {
  it('are let in in turn as far as it goes, and refused where nothing more will come', async () => {
    const { clock, room, wait, endings } = open()
    for (const nanos of [5n, 8n, 3n]) wait(nanos)
    const asked = new Set(room.waiters)
    wait(9n)
    room.letIn(8n, asked)
    await clock.advance(0)
    expect(endings).toEqual([
      [5n, true],
      [8n, false],
      [3n, true],
    ])
    expect(room.waiters.map(({ nanos }) => nanos)).toEqual([9n])
  })

  it('wait for the store as long as it takes, and for others only so long', async () => {
    const { clock, room, wait, endings } = open()
    wait(5n)
    await clock.advance(10_000)
    expect(endings).toEqual([])
    for (const waiter of room.waiters) waiter.heard = 'pending'
    await clock.advance(3000)
    expect(endings).toEqual([[5n, true]])
    expect([room.isEmpty, clock.pendingTimers]).toEqual([true, 0])
  })

  it('leave when their call is given up, or the store fails', async () => {
    const { clock, room, wait, endings } = open()
    const leaving = new AbortController()
    wait(5n, leaving.signal)
    wait(6n)
    leaving.abort(new Error('left'))
    wait(7n, leaving.signal)
    room.failAll(new Error('away'))
    await clock.advance(0)
    expect(new Map(endings)).toEqual(
      new Map([
        [5n, 'left'],
        [6n, 'away'],
        [7n, 'left'],
      ]),
    )
    expect([room.isEmpty, clock.pendingTimers]).toEqual([true, 0])
  })
})
