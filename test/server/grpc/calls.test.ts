import { once } from 'node:events'
import { connect } from 'node:net'
import { status } from '@grpc/grpc-js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { StatusCode } from '../../../src/core/status.ts'
import {
  frame,
  generateTextStream,
  openClient,
  openDoor,
  openSession,
  openStream,
  promptBytes,
  rawCall,
  readAll,
} from './fixture.ts'
import { deafHandlers, endlessStream, streamPath } from './handlers.ts'

describe('a caller that leaves', () => {
  it('stops the handler when it cancels a stream', async () => {
    const stream = endlessStream('x')
    const door = await openDoor(stream.handlers)
    const call = openStream(openClient(door.address), generateTextStream, { prompt: 'x' })
    call.once('data', () => call.cancel())
    const { error } = await readAll(call)
    expect(error?.code).toBe(status.CANCELLED)
    expect(await stream.ended).toMatchObject({ reason: 'CALL_CANCELLED' })
    expect(door.reported).toEqual(['CALL_CANCELLED'])
  })

  it('stops the handler when it cancels a unary call', async () => {
    const { handlers, reason } = deafHandlers()
    const door = await openDoor(handlers)
    const session = openSession(door.address)
    const stream = session.request({
      ':method': 'POST',
      ':path': '/switchyard.v1.LLMService/GenerateText',
      'content-type': 'application/grpc',
    })
    stream.on('error', () => {})
    stream.end(frame(promptBytes('x')))
    await once(session, 'remoteSettings')
    await expect.poll(() => session.state.outboundQueueSize).toBe(0)
    await rawCall(session, { path: '/x/y' })
    stream.close(8)
    expect(await reason).toBe('CALL_CANCELLED')
  })

  it('stops the handler when its connection breaks', async () => {
    const stream = endlessStream('x')
    const door = await openDoor(stream.handlers)
    const session = openSession(door.address)
    void rawCall(session, { path: streamPath })
    await stream.started
    session.destroy()
    expect(await stream.ended).toMatchObject({ reason: 'CALL_CANCELLED' })
    expect(door.reported).toEqual(['CALL_CANCELLED'])
  })

  it('is torn down when it stops reading, and the handler let go', async () => {
    const stream = endlessStream('x'.repeat(10_000))
    const door = await openDoor(stream.handlers, { limits: { writeStallMs: 200 } })
    const session = openSession(door.address)
    const call = session.request({ ':method': 'POST', ':path': streamPath, 'content-type': 'application/grpc' })
    call.on('error', () => {})
    call.pause()
    call.end(frame(promptBytes('x')))
    const { reason, sent } = await stream.ended
    expect(reason).toBe('CLIENT_STALLED')
    expect(sent).toBeLessThan(100)
    call.resume()
    await once(call, 'close')
    expect(call.rstCode).toBe(8)
    expect(door.reported).toEqual(['CLIENT_STALLED'])
  })

  it('holds no stream when it does not read the end of an answer', async () => {
    const door = await openDoor(
      { generateText: async () => ({ $typeName: 'switchyard.v1.GenerateTextResponse', text: 'x'.repeat(1_000_000) }) },
      { limits: { writeStallMs: 200 } },
    )
    const session = openSession(door.address)
    const path = '/switchyard.v1.LLMService/GenerateText'
    const call = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' })
    call.on('error', () => {})
    call.pause()
    call.end(frame(promptBytes('x')))
    await once(call, 'close')
    expect(call.rstCode).toBe(8)
  })

  it('may cancel thousands of calls on one connection', async () => {
    const door = await openDoor({
      ...deafHandlers().handlers,
      listModels: async () => ({ $typeName: 'switchyard.v1.ListModelsResponse', models: [], nextPageToken: '' }),
    })
    const session = openSession(door.address)
    for (let round = 0; round < 40; round++) {
      const closed = Array.from({ length: 100 }, () => {
        const call = session.request({ ':method': 'POST', ':path': streamPath, 'content-type': 'application/grpc' })
        call.on('error', () => {})
        call.end(frame(promptBytes('x')))
        call.once('response', () => call.close(8))
        return once(call, 'close')
      })
      await Promise.all(closed)
    }
    const { grpcStatus } = await rawCall(session, {
      path: '/switchyard.v1.LLMService/ListModels',
      chunks: [frame(new Uint8Array())],
    })
    expect(grpcStatus).toBe(StatusCode.OK)
  })
})

/** A frame of HTTP/2. Source: https://www.rfc-editor.org/rfc/rfc9113#section-4.1 */
function http2Frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(9)
  header.writeUIntBE(payload.length, 0, 3)
  header.writeUInt8(type, 3)
  header.writeUInt8(flags, 4)
  header.writeUInt32BE(streamId, 5)
  return Buffer.concat([header, payload])
}

/** Headers as literals without index and without Huffman code. */
function headerBlock(headers: Record<string, string>): Buffer {
  const text = (value: string) => [Buffer.from([value.length]), Buffer.from(value)]
  const fields = Object.entries(headers).flatMap(([name, value]) => [Buffer.from([0]), ...text(name), ...text(value)])
  return Buffer.concat(fields)
}

describe('a call that is cancelled in the packet that opens it', () => {
  it('counts as cancelled, and is not run', async () => {
    let runs = 0
    const door = await openDoor({ generateText: async () => runs++ })
    const path = '/switchyard.v1.LLMService/GenerateText'
    const block = headerBlock({
      ':method': 'POST',
      ':scheme': 'http',
      ':authority': 'x',
      ':path': path,
      'content-type': 'application/grpc',
    })
    const frames = [Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), http2Frame(4, 0, 0, Buffer.alloc(0))]
    for (let id = 1; id < 400; id += 2) {
      frames.push(http2Frame(1, 4, id, block), http2Frame(0, 0, id, frame(promptBytes('x'))))
      frames.push(http2Frame(3, 0, id, Buffer.from([0, 0, 0, 8])))
    }
    const socket = connect(door.port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.resume().write(Buffer.concat(frames))
    await expect.poll(() => door.reported.length).toBe(200)
    expect(new Set(door.reported)).toEqual(new Set(['CALL_CANCELLED']))
    expect(runs).toBe(0)
  })
})
