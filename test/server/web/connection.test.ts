import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import { endless } from './endless.ts'
import { beginRawCall, endRawCall } from './frames.ts'
import {
  clientOf,
  closeOf,
  dial,
  echo,
  envelope,
  openSession,
  post,
  readToEnd,
  runDoor,
  STREAM_PATH,
  stopDoors,
  TEXT_PATH,
} from './support.ts'

afterEach(stopDoors)

const CONNECT_STREAM = { 'content-type': 'application/connect+proto' }
const FLOOD = 'x'.repeat(60_000)

describe('a caller that stops reading', () => {
  it('over HTTP/1.1 is cut off, and its handler ended', async () => {
    const { handlers, reason, ended } = endless(FLOOD)
    const { port } = await runDoor(handlers, { limits: { writeStallMs: 300 } })
    const socket = await dial(port, post(STREAM_PATH, envelope(new Uint8Array()), CONNECT_STREAM))
    socket.pause()
    expect(await reason).toMatchObject({ reason: ErrorReason.CLIENT_STALLED })
    await ended
    socket.resume()
    await closeOf(socket)
  })

  it('over HTTP/2 has its stream reset, and the connection lives on', async () => {
    const { handlers, reason, ended } = endless(FLOOD)
    const { port } = await runDoor(handlers, { limits: { writeStallMs: 300 } })
    const session = await openSession(port)
    const stream = session.request({ ':method': 'POST', ':path': STREAM_PATH, 'content-type': 'application/grpc' })
    stream.on('error', () => {})
    stream.end(envelope(new Uint8Array()))
    expect(await reason).toMatchObject({ reason: ErrorReason.CLIENT_STALLED })
    await ended
    stream.resume()
    await once(stream, 'close')
    expect(stream.rstCode).toBe(8)
    const ping = Promise.withResolvers<unknown>()
    session.ping((error) => ping.resolve(error))
    expect(await ping.promise).toBeNull()
    session.destroy()
  })

  it('is let go at its deadline, too', async () => {
    const { handlers, reason, ended } = endless(FLOOD)
    const { port } = await runDoor(handlers, { limits: { writeStallMs: 60_000 } })
    const headers = { ...CONNECT_STREAM, 'connect-timeout-ms': '300' }
    const socket = await dial(port, post(STREAM_PATH, envelope(new Uint8Array()), headers))
    socket.pause()
    expect(await reason).toMatchObject({ reason: ErrorReason.DEADLINE_EXCEEDED })
    await ended
    socket.destroy()
  })

  it('holds nobody else up', async () => {
    const { handlers, started } = endless(FLOOD)
    const { port } = await runDoor(handlers)
    const socket = await dial(port, post(STREAM_PATH, envelope(new Uint8Array()), CONNECT_STREAM))
    socket.pause()
    await started
    await expect(clientOf(port, 'grpc h2').generateText({ prompt: 'x' })).resolves.toMatchObject({ text: 'x' })
    socket.destroy()
  })
})

describe('a caller that goes away', () => {
  it('over HTTP/1.1 cancels its call', async () => {
    const { handlers, started, reason, ended } = endless('tick')
    const { port } = await runDoor(handlers)
    const socket = await dial(port, post(STREAM_PATH, envelope(new Uint8Array()), CONNECT_STREAM))
    await started
    socket.destroy()
    expect(await reason).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
    await ended
  })

  it('over HTTP/2 cancels all its calls', async () => {
    const { handlers, started, reason, ended } = endless('tick')
    const { port } = await runDoor(handlers)
    const session = await openSession(port)
    const stream = session.request({ ':method': 'POST', ':path': STREAM_PATH, 'content-type': 'application/grpc' })
    stream.on('error', () => {})
    stream.end(envelope(new Uint8Array()))
    await started
    session.destroy()
    expect(await reason).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
    await ended
  })

  it('before a unary handler is done cancels it', async () => {
    const reason = Promise.withResolvers<unknown>()
    const started = Promise.withResolvers<void>()
    const { port } = await runDoor({
      generateText: (_request, { signal }: RequestContext) => {
        signal.addEventListener('abort', () => reason.resolve(signal.reason))
        started.resolve()
        return new Promise(() => {})
      },
    })
    const socket = await dial(port, post(TEXT_PATH, '{}'))
    await started.promise
    socket.destroy()
    expect(await reason.promise).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
  })

  it('in the middle of its body leaves no call behind', async () => {
    const running = await runDoor(echo)
    const socket = await dial(running.port, post(TEXT_PATH, '{"prompt"', { 'content-length': '1000' }))
    socket.destroy()
    await running.door.stop(10_000)
    expect(running.errors).toEqual([])
  })

  it('without a word is noticed by its silence', async () => {
    const { handlers, reason, ended } = endless('tick')
    const { port } = await runDoor(handlers, { limits: { pingIntervalMs: 100, pingTimeoutMs: 100 } })
    const socket = await beginRawCall(port, STREAM_PATH)
    endRawCall(socket, envelope(new Uint8Array()))
    socket.resume()
    expect(await reason).toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
    await ended
    await closeOf(socket)
  })

  it('is left alone as long as it answers pings', async () => {
    const { port } = await runDoor(echo, { limits: { pingIntervalMs: 20, pingTimeoutMs: 5000 } })
    const session = await openSession(port)
    for (let pings = 0; pings < 3; pings += 1) await once(session, 'ping')
    expect(session.closed).toBe(false)
    session.destroy()
  })
})

describe('a caller that cancels a great deal', () => {
  it('keeps its connection', async () => {
    const { handlers } = endless('tick')
    const { port } = await runDoor(handlers)
    const session = await openSession(port)
    for (let round = 0; round < 15; round += 1) {
      const cancelled = Array.from({ length: 100 }, async () => {
        const stream = session.request({ ':method': 'POST', ':path': STREAM_PATH, 'content-type': 'application/grpc' })
        stream.on('error', () => {}).end(envelope(new Uint8Array()))
        await once(stream, 'response')
        stream.close(8)
        await once(stream, 'close')
      })
      await Promise.all(cancelled)
    }
    const ping = Promise.withResolvers<unknown>()
    session.ping((error) => ping.resolve(error))
    expect(await ping.promise).toBeNull()
    session.destroy()
  })
})

describe('starting', () => {
  it('fails on a port that is taken', async () => {
    const { port } = await runDoor(echo)
    await expect(runDoor(echo, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('says where it listens', async () => {
    const { door } = await runDoor(echo)
    expect(door.address).toBe('127.0.0.1')
    expect(door.port).toBeGreaterThan(0)
  })
})

describe('a connection that dawdles', () => {
  const limits = { prefaceTimeoutMs: 300, headersTimeoutMs: 400, requestTimeoutMs: 600, bodyGraceMs: 300 }

  it.each([
    ['says nothing', ''],
    ['says half a preface', 'PRI * HT'],
    ['says half a request', 'POST / HTTP/1.1\r\nhost:'],
    ['says nothing after the first request', `GET /livez HTTP/1.1\r\nhost: a\r\n\r\nGET /li`],
  ])('and %s is closed', async (_name, bytes) => {
    const { port } = await runDoor(echo, { limits })
    const socket = await dial(port, bytes)
    expect(await readToEnd(socket)).toMatch(/^$|408|ok/)
  })

  it('while it adds to its headers is closed', async () => {
    const { port } = await runDoor(echo, { limits })
    const socket = await dial(port, 'POST / HTTP/1.1\r\n')
    const drip = setInterval(() => socket.write('x: y\r\n'), 50)
    await readToEnd(socket)
    clearInterval(drip)
    expect(socket.destroyed).toBe(true)
  })

  it('while it adds to its body is told so and closed', async () => {
    const { port } = await runDoor(echo, { limits: { ...limits, requestTimeoutMs: 60_000 } })
    const socket = await dial(port, post(TEXT_PATH, '', { 'content-length': '100000' }))
    const drip = setInterval(() => socket.write('x'), 50)
    const answer = await readToEnd(socket)
    clearInterval(drip)
    expect(answer).toMatch(/CLIENT_STALLED/)
  })
})
