import { once } from 'node:events'
import { type ClientHttp2Session, connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2'
import { connect as connectTcp, type Socket } from 'node:net'
import { create } from '@bufbuild/protobuf'
import { type Client, Code, ConnectError, createClient, type Transport } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node'
import { ErrorInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import {
  GenerateTextResponseSchema,
  type GenerateTextStreamResponse,
  GenerateTextStreamResponseSchema,
} from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { systemClock } from '../../../src/core/clock.ts'
import { operator } from '../../../src/core/principal.ts'
import type { ServiceHandlers } from '../../../src/rpc/handler.ts'
import { startWebDoor, type WebDoor } from '../../../src/server/web/door.ts'
import type { WebDoorOptions } from '../../../src/server/web/options.ts'

export type Handlers = ServiceHandlers['handlers']

/** A running door, with what it complained about. */
export interface RunningDoor {
  readonly door: WebDoor
  readonly port: number
  readonly errors: unknown[]
}

const running: WebDoor[] = []

export async function runDoor(handlers: Handlers, options: Partial<WebDoorOptions> = {}): Promise<RunningDoor> {
  const errors: unknown[] = []
  const door = await startWebDoor({
    host: '127.0.0.1',
    port: 0,
    services: [{ desc: LLMService, handlers }],
    authenticate: () => operator('local', 'local'),
    allowedOrigins: [],
    ready: () => ({ ready: true, checks: {} }),
    metrics: async () => ({ contentType: 'text/plain', body: 'calls_total 1\n' }),
    clock: systemClock,
    onError: (error) => errors.push(error),
    ...options,
  })
  running.push(door)
  return { door, port: door.port, errors }
}

export async function stopDoors(): Promise<void> {
  await Promise.all(running.splice(0).map((door) => door.stop(0)))
}

/** Every protocol over every version of HTTP that carries it. */
export const wires = ['connect h1', 'connect h2', 'connect-json h1', 'grpc-web h1', 'grpc-web h2', 'grpc h2'] as const
export type Wire = (typeof wires)[number]

export function clientOf(port: number, wire: Wire, tls?: object): Client<typeof LLMService> {
  return createClient(LLMService, transportOf(port, wire, tls))
}

function transportOf(port: number, wire: Wire, tls?: object): Transport {
  const baseUrl = `${tls ? 'https' : 'http'}://localhost:${port}`
  const nodeOptions = { ...tls }
  const httpVersion = wire.endsWith('h2') ? '2' : '1.1'
  const options = { baseUrl, httpVersion, nodeOptions } as const
  if (wire.startsWith('grpc-web')) return createGrpcWebTransport(options)
  if (wire.startsWith('grpc')) return createGrpcTransport({ baseUrl, nodeOptions })
  return createConnectTransport({ ...options, useBinaryFormat: !wire.startsWith('connect-json') })
}

export const echo: Handlers = {
  generateText: async (request) => create(GenerateTextResponseSchema, { text: request.prompt }),
}

export function delta(text: string): GenerateTextStreamResponse {
  return create(GenerateTextStreamResponseSchema, { event: { case: 'textDelta', value: text } })
}

export async function collectText(stream: AsyncIterable<GenerateTextStreamResponse>): Promise<string[]> {
  const texts: string[] = []
  for await (const { event } of stream) if (event.case === 'textDelta') texts.push(event.value)
  return texts
}

/** The error that a call ends with. Fails when it succeeds. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<{ code: string; reasons: string[]; error: ConnectError }> {
  const error = await call.then(
    () => new Error('The call succeeded.'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ConnectError)) throw error
  return { code: Code[error.code], reasons: error.findDetails(ErrorInfoSchema).map(({ reason }) => reason), error }
}

export const TEXT_PATH = '/switchyard.v1.LLMService/GenerateText'
export const STREAM_PATH = '/switchyard.v1.LLMService/GenerateTextStream'

/** A POST as one would write it by hand. */
export function post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Buffer {
  const all = {
    host: 'localhost',
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), Buffer.from(body)])
}

/** Opens a connection and sends the bytes. */
export async function dial(port: number, bytes: string | Uint8Array = ''): Promise<Socket> {
  const socket = connectTcp(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(bytes)
  return socket
}

/** Resolves when the connection is closed, however. */
export function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })
}

/** Everything that comes until the server closes. */
export async function readToEnd(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1')
  })
  await closeOf(socket)
  return text
}

/** Sends bytes and reads until the answer has all of its body or the server closes. */
export async function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = await dial(port, bytes)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    const length = /content-length: (\d+)/i.exec(text)?.[1]
    const head = text.indexOf('\r\n\r\n')
    if (head >= 0 && length !== undefined && text.length >= head + 4 + Number(length)) socket.destroy()
  })
  await closeOf(socket)
  return text
}

export interface RawAnswer {
  readonly headers: Record<string, unknown>
  readonly trailers: Record<string, unknown>
  readonly body: Buffer
  /** The code of the stream's reset, 0 when there was none. */
  readonly rstCode: number
}

export async function openSession(port: number): Promise<ClientHttp2Session> {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  session.on('error', () => {})
  await once(session, 'connect')
  return session
}

/** Sends one request over HTTP/2 and waits for the end of its stream. */
export function requestHttp2(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Uint8Array,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const stream = session.request({ ':method': 'POST', ...headers })
    const chunks: Buffer[] = []
    let answered = {}
    let trailers = {}
    stream.on('response', (head) => {
      answered = head
    })
    stream.on('trailers', (received) => {
      trailers = received
    })
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', () => {})
    stream.on('close', () =>
      resolve({ headers: answered, trailers, body: Buffer.concat(chunks), rstCode: stream.rstCode ?? 0 }),
    )
    stream.end(body)
  })
}

/** A message as gRPC puts it on the wire; `claimed` lies about its length. */
export function envelope(message: Uint8Array, flags = 0, claimed = message.length): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(flags, 0)
  head.writeUInt32BE(claimed, 1)
  return Buffer.concat([head, message])
}

/** The largest request that `runLimited` takes. */
export const LIMIT = 64 * 1024

/** A door that echoes, unary and streamed, and takes only small requests. */
export function runLimited(): Promise<RunningDoor> {
  const handlers = {
    ...echo,
    async *generateTextStream({ prompt }: { prompt: string }) {
      yield [delta(prompt)]
    },
  }
  return runDoor(handlers, { limits: { maxRequestBytes: LIMIT } })
}

/** Whether the door still answers and no fault of its own was met. */
export async function isAlive({ port, errors }: RunningDoor): Promise<boolean> {
  const { text } = await clientOf(port, 'connect h1').generateText({ prompt: 'alive' })
  return text === 'alive' && errors.length === 0
}
