import { describe, expect, it } from 'vitest'
import { Slots } from '../../../src/providers/http/slots.ts'

const never = new AbortController().signal

describe('Slots', () => {
  it('gives as many as there are, and one again for each that comes back', () => {
    const slots = new Slots(2)
    expect([slots.take(), slots.take(), slots.take()]).toEqual([true, true, false])
    slots.give()
    expect([slots.take(), slots.take()]).toEqual([true, false])
  })

  it('serves who waits in turn, before those who come later', async () => {
    const slots = new Slots(1)
    slots.take()
    const served: number[] = []
    const waiting = [1, 2].map((number) => slots.wait(never).then(() => served.push(number)))
    slots.give()
    expect(slots.take()).toBe(false)
    slots.give()
    await Promise.all(waiting)
    expect(served).toEqual([1, 2])
    slots.give()
    expect(slots.take()).toBe(true)
  })

  it('forgets who gives up, with the reason, and serves the next', async () => {
    const slots = new Slots(1)
    slots.take()
    const controller = new AbortController()
    const first = slots.wait(controller.signal)
    const second = slots.wait(never)
    controller.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    slots.give()
    await second
  })

  it('keeps a slot for nobody who gave up', async () => {
    const slots = new Slots(1)
    slots.take()
    const controller = new AbortController()
    const waiting = slots.wait(controller.signal)
    controller.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    slots.give()
    expect(slots.take()).toBe(true)
  })
})
