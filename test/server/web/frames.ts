import { once } from 'node:events'
import type { Socket } from 'node:net'
import { dial } from './support.ts'

const DATA = 0
const HEADERS = 1
const RST_STREAM = 3
const SETTINGS = 4
const WINDOW_UPDATE = 8

/**
 * Sends a gRPC request with one DATA frame for every byte, which no client library can be brought to do, and returns
 * how many bytes came back. `meanwhile` runs now and then.
 */
export async function sendInTinyFrames(
  port: number,
  path: string,
  body: Uint8Array,
  meanwhile: () => Promise<void>,
): Promise<number> {
  const socket = await beginRawCall(port, path)
  const peer = watch(socket)
  let sent = 0
  while (sent < body.length && !peer.isReset()) {
    const count = Math.min(body.length - sent, peer.window(), 20_000)
    if (count <= 0) {
      await once(socket, 'data')
      continue
    }
    if (!socket.write(tinyFrames(body.subarray(sent, sent + count)))) await once(socket, 'drain')
    sent += count
    peer.spend(count)
    await meanwhile()
  }
  endRawCall(socket, Buffer.alloc(0))
  const answered = await peer.answer
  socket.destroy()
  return answered
}

/** Sends the headers of a gRPC request by hand: a client that does nothing that it is not told to, not even answer a ping. */
export async function beginRawCall(port: number, path: string): Promise<Socket> {
  const socket = await dial(port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  // INITIAL_WINDOW_SIZE of 16 MiB: the answer fits whatever its size.
  socket.write(frame(SETTINGS, 0, 0, Buffer.from('000401000000', 'hex')))
  socket.write(frame(WINDOW_UPDATE, 0, 0, Buffer.from('01000000', 'hex')))
  socket.write(frame(HEADERS, 4, 1, callHeaders(path)))
  return socket
}

/** Sends the request message of a call begun, and ends the request. */
export function endRawCall(socket: Socket, message: Uint8Array): void {
  socket.write(frame(DATA, 1, 1, message))
}

export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

function tinyFrames(bytes: Uint8Array): Buffer {
  const frames = Buffer.alloc(bytes.length * 10)
  for (const [index, byte] of bytes.entries()) {
    frames.writeUIntBE(1, index * 10, 3)
    frames.writeUInt32BE(1, index * 10 + 5)
    frames.writeUInt8(byte, index * 10 + 9)
  }
  return frames
}

/** Literal header fields without indexing. */
export function callHeaders(path: string): Buffer {
  const fields = {
    ':method': 'POST',
    ':scheme': 'http',
    ':authority': 'localhost',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  }
  const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
  return Buffer.concat(Object.entries(fields).flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]))
}

/** INITIAL_WINDOW_SIZE, 0 when the frame does not set it. */
function initialWindow(settings: Buffer): number {
  for (let offset = 0; offset + 6 <= settings.length; offset += 6) {
    if (settings.readUInt16BE(offset) === 4) return settings.readUInt32BE(offset + 2)
  }
  return 0
}

interface ServerSide {
  /** How many bytes the server will take now. */
  window(): number
  spend(bytes: number): void
  isReset(): boolean
  /** The bytes of data in the answer, once it has ended. */
  readonly answer: Promise<number>
}

function watch(socket: Socket): ServerSide {
  const ended = Promise.withResolvers<number>()
  // The stream's window is the server's setting.
  let windows = { session: 65_535, stream: 0 }
  let received = 0
  let isReset = false
  let pending = Buffer.alloc(0)
  socket.on('close', () => ended.resolve(received))
  socket.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes])
    while (pending.length >= 9 && pending.length >= 9 + pending.readUIntBE(0, 3)) {
      const length = pending.readUIntBE(0, 3)
      onFrame(pending.readUInt8(3), pending.readUInt8(4), pending.readUInt32BE(5), pending.subarray(9, 9 + length))
      pending = pending.subarray(9 + length)
    }
  })
  function onFrame(type: number, flags: number, stream: number, payload: Buffer): void {
    if (type === WINDOW_UPDATE && stream === 0) windows.session += payload.readUInt32BE(0)
    if (type === WINDOW_UPDATE && stream === 1) windows.stream += payload.readUInt32BE(0)
    if (type === SETTINGS) windows.stream += initialWindow(payload)
    if (type === RST_STREAM) isReset = true
    if (type === DATA) received += payload.length
    if (stream === 1 && (type === DATA || type === HEADERS) && (flags & 1) !== 0) ended.resolve(received)
  }
  return {
    window: () => Math.min(windows.session, windows.stream),
    spend: (bytes) => {
      windows = { session: windows.session - bytes, stream: windows.stream - bytes }
    },
    isReset: () => isReset,
    answer: ended.promise,
  }
}
