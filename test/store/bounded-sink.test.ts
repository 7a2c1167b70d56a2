import { describe, expect, it } from 'vitest'
import { BoundedSink } from '../../src/store/bounded-sink.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { ScriptedSink } from '../support/scripted-sink.ts'

const HANGING = 'a commit has not ended within 10 s'

describe('a commit that hangs', () => {
  it('counts as failed after its time, and everything after it at once', async () => {
    const clock = new FakeClock()
    const disk = new ScriptedSink()
    const sink = new BoundedSink(disk, clock)
    disk.hangs = true
    const first = expect(sink.insertAttempts([['a']])).rejects.toThrow(HANGING)
    await clock.advance(9000)
    expect(sink.isStuck).toBe(false)
    const second = expect(sink.insertAttempts([['b']])).rejects.toThrow(HANGING)
    await clock.advance(1000)
    await first
    expect(sink.isStuck).toBe(true)
    await expect(sink.insertAttempts([['c']])).rejects.toThrow(HANGING)
    await expect(sink.probe()).rejects.toThrow(HANGING)
    await clock.advance(9000)
    await second
    expect(clock.pendingTimers).toBe(0)
  })

  it('that ends after all lets the next ones through', async () => {
    const clock = new FakeClock()
    const { promise, resolve } = Promise.withResolvers<void>()
    const sink = new BoundedSink({ insertAttempts: () => promise, probe: async () => {} }, clock)
    const refused = expect(sink.insertAttempts([['a']])).rejects.toThrow(HANGING)
    await clock.advance(10_000)
    await refused
    resolve()
    await clock.advance(0)
    await expect(sink.probe()).resolves.toBeUndefined()
  })

  it('is watched by one timer for all, and by none once nothing is under way', async () => {
    const clock = new FakeClock()
    const sink = new BoundedSink(new ScriptedSink(), clock)
    const writing = Array.from({ length: 50 }, (_, index) => sink.insertAttempts([[`${index}`]]))
    expect(clock.pendingTimers).toBe(1)
    await Promise.all(writing)
    await clock.advance(0)
    expect(clock.pendingTimers).toBe(0)
  })
})
