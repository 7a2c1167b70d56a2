import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { type CallHead, GrpcServer, type WireCall } from '../../../src/server/grpc/server.ts'
import { frame, openSession, rawCall } from './fixture.ts'

// What Switchyard relies on inside grpc-js. When an upgrade breaks one of these, read `src/server/grpc/server.ts` first.

async function openServer(run: (wire: WireCall, head: CallHead) => void) {
  const method = { path: '/x.Y/Z', serialize: (bytes: Buffer) => bytes, deserialize: (bytes: Buffer) => bytes }
  const server = new GrpcServer({}, systemClock, (head) => ({ method, run: (wire) => run(wire, head) }))
  server.add(method as never)
  const port = await server.listen('127.0.0.1:0', ServerCredentials.createInsecure())
  onTestFinished(async () => {
    const closed = server.close()
    server.destroy()
    await closed
  })
  return { server, session: openSession(`127.0.0.1:${port}`) }
}

const ignore = {
  onReceiveMetadata: () => {},
  onReceiveMessage: () => {},
  onReceiveHalfClose: () => {},
  onCancel: () => {},
}

describe('the inside of grpc-js', () => {
  it('has the methods that are overridden', () => {
    for (const name of ['_streamHandler', '_sessionHandler', 'register', 'tryShutdown', 'bindAsync']) {
      expect(Server.prototype).toHaveProperty(name)
    }
  })

  it('is the version that was studied', () => {
    const { version } = createRequire(import.meta.url)('@grpc/grpc-js/package.json') as { version: string }
    expect(version).toMatch(/^1\.14\./)
  })

  it('hands over each call with its raw headers, and sends the status that it is given', async () => {
    const heads: CallHead[] = []
    const { session } = await openServer((wire, head) => {
      heads.push(head)
      wire.start(ignore)
      wire.sendStatus({ code: 5, details: 'as it is' })
    })
    const { error } = await rawCall(session, { path: '/x.Y/Z', headers: { 'x-some': 'thing' } })
    expect(error).toMatchObject({ code: 5, message: 'as it is' })
    const [head] = heads
    expect(head?.headers['x-some']).toBe('thing')
    const index = head?.rawHeaders.indexOf('x-some') ?? -1
    expect(head?.rawHeaders[index + 1]).toBe('thing')
  })

  it('reads messages with the decoder that it is given', async () => {
    const chunks: Buffer[] = []
    const received: Buffer[] = []
    const { session } = await openServer((wire) => {
      wire.decoder = {
        write: (chunk) => {
          chunks.push(chunk)
          return [frame(Buffer.from('decoded'))]
        },
      }
      wire.start({
        ...ignore,
        onReceiveMetadata: () => wire.startRead(),
        onReceiveMessage: (message) => {
          received.push(message)
          wire.sendStatus({ code: 0, details: '' })
        },
      })
    })
    await rawCall(session, { path: '/x.Y/Z', chunks: [Buffer.from('raw')] })
    expect(Buffer.concat(chunks).toString()).toBe('raw')
    expect(Buffer.concat(received).toString()).toBe('decoded')
  })

  it.each([
    ['a fault of the decoder', frame(Buffer.from('x')), 8, 'from the decoder'],
    ['what it cannot decompress', frame(Buffer.from('no gzip'), 1), 13, 'Failed to decompress message'],
  ])('tells %s by a status that can be replaced', async (_name, chunk, code, details) => {
    const statuses: unknown[] = []
    const { session } = await openServer((wire) => {
      const write = () => {
        if (code === 8) throw new Error('from the decoder')
        return [chunk]
      }
      wire.decoder = { write }
      const sendStatus = wire.sendStatus.bind(wire)
      wire.sendStatus = (status) => {
        statuses.push({ code: status.code, details: status.details })
        sendStatus({ code: 3, details: 'replaced' })
      }
      wire.start({ ...ignore, onReceiveMetadata: () => wire.startRead() })
    })
    const request = { path: '/x.Y/Z', headers: { 'grpc-encoding': 'gzip' }, chunks: [chunk] }
    expect((await rawCall(session, request)).error).toMatchObject({ code: 3, message: 'replaced' })
    expect(statuses[0]).toEqual({ code, details })
  })

  it('tells when a call that ended well has been sent', async () => {
    const cancelled = Promise.withResolvers<void>()
    const { session } = await openServer((wire) => {
      wire.start({ ...ignore, onCancel: () => cancelled.resolve() })
      wire.sendMessage(Buffer.from('x'), () => {})
      wire.sendStatus({ code: 0, details: '' })
    })
    expect((await rawCall(session, { path: '/x.Y/Z' })).grpcStatus).toBe(0)
    await cancelled.promise
  })

  it('tells clients the limits of their sessions', async () => {
    const { session } = await openServer(() => {})
    await once(session, 'remoteSettings')
    expect(session.remoteSettings.maxHeaderListSize).toBe(16 * 1024)
  })

  it('can be cut off with calls running', async () => {
    const started = Promise.withResolvers<void>()
    const { server, session } = await openServer((wire) => {
      wire.start(ignore)
      started.resolve()
    })
    const call = rawCall(session, { path: '/x.Y/Z', open: true })
    await started.promise
    const closed = server.close()
    server.destroy()
    await closed
    expect((await call).grpcStatus).toBeUndefined()
  })
})
