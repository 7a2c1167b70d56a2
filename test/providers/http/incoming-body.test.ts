import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { IncomingBody } from '../../../src/providers/http/incoming-body.ts'

const LIMIT = 1 << 20

function open() {
  const did: string[] = []
  const connection = {
    pause: () => did.push('pause'),
    resume: () => did.push('resume'),
    abort: () => did.push('abort'),
  }
  return { body: new IncomingBody(connection as never, LIMIT), did }
}

/** A clock whose timers fire when the test says so. */
function heldClock() {
  const due = new Set<() => void>()
  const after = (_: number, callback: () => void) => {
    due.add(callback)
    return () => void due.delete(callback)
  }
  const fire = () => {
    for (const callback of [...due]) callback()
  }
  return { clock: { ...systemClock, after }, due, fire }
}

const bytes = (size: number) => Buffer.alloc(size, 'x')

describe('IncomingBody', () => {
  it('gives all that came since the last read at once, then the end', async () => {
    const { body } = open()
    body.accept(Buffer.from('a'))
    body.accept(Buffer.from('b'))
    expect((await body.read())?.map(String)).toEqual(['a', 'b'])
    const waiting = body.read()
    body.accept(Buffer.from('c'))
    expect((await waiting)?.map(String)).toEqual(['c'])
    body.end()
    expect(await body.read()).toBeUndefined()
  })

  it('stops the connection while the reader is behind', async () => {
    const { body, did } = open()
    for (let piece = 0; piece < 5; piece += 1) body.accept(bytes(64 * 1024))
    expect(did).toEqual(['pause'])
    await body.read()
    expect(did).toEqual(['pause', 'resume'])
  })

  it('gives what came before a cut, then throws', async () => {
    const { body } = open()
    body.accept(Buffer.from('a'))
    body.fail(new Error('cut'))
    expect((await body.read())?.map(String)).toEqual(['a'])
    await expect(body.read()).rejects.toThrow('cut')
  })

  it('drops what came before it was cancelled, and closes the connection', async () => {
    const { body, did } = open()
    body.accept(Buffer.from('a'))
    body.cancel(new Error('gone'))
    await expect(body.read()).rejects.toThrow('gone')
    expect(did).toEqual(['abort'])
  })

  it('wakes a reader that waits when it is cancelled or stopped', async () => {
    const cancelled = open().body
    const rejected = expect(cancelled.read()).rejects.toThrow('gone')
    cancelled.cancel(new Error('gone'))
    await rejected
    const stopped = open().body
    const ended = stopped.read()
    stopped.stop()
    expect(await ended).toBeUndefined()
  })

  it('refuses to become larger than its limit', async () => {
    const { body, did } = open()
    const whole = body.bytes()
    body.accept(bytes(LIMIT))
    body.accept(bytes(1))
    await expect(whole).rejects.toMatchObject({ reasonName: 'UPSTREAM_TOO_LARGE' })
    expect(did).toContain('abort')
  })

  it('waits for the end that is near when it is released, and keeps the connection', async () => {
    const { body, did } = open()
    const { clock, due } = heldClock()
    const released = body.release(clock)
    body.accept(bytes(100))
    body.end()
    await released
    expect(did).toEqual([])
    expect(due.size).toBe(0)
  })

  it('closes the connection when the end is not near in bytes', async () => {
    const { body, did } = open()
    const released = body.release(heldClock().clock)
    body.accept(bytes(17 * 1024))
    await released
    expect(did).toEqual(['abort'])
  })

  it('closes the connection when the end is not near in time', async () => {
    const { body, did } = open()
    const { clock, fire } = heldClock()
    const released = body.release(clock)
    fire()
    await released
    expect(did).toEqual(['abort'])
  })

  it('goes on reading a connection that had been stopped when it is released', async () => {
    const { body, did } = open()
    body.accept(bytes(300 * 1024))
    const released = body.release(heldClock().clock)
    expect(did).toEqual(['pause', 'resume'])
    body.end()
    await released
  })

  it('leaves a connection alone whose body has ended', async () => {
    const { body, did } = open()
    body.end()
    await body.release(heldClock().clock)
    body.destroy()
    body.stop()
    expect(did).toEqual([])
  })
})
