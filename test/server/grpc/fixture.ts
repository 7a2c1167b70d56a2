import { type ClientHttp2Session, connect } from 'node:http2'
import { create, type DescMethod, fromBinary, type Message, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { anyUnpack } from '@bufbuild/protobuf/wkt'
import { type CallOptions, ChannelCredentials, Client, type ClientOptions, Metadata } from '@grpc/grpc-js'
import { onTestFinished } from 'vitest'
import { type ErrorInfo, ErrorInfoSchema, RetryInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { StatusSchema } from '#gen/google/rpc/status_pb.js'
import { GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { createAuthenticator } from '../../../src/access/authenticate.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { GatewayError } from '../../../src/core/errors.ts'
import type { ServiceHandlers } from '../../../src/rpc/handler.ts'
import {
  type GrpcDoor,
  type GrpcDoorLimits,
  type GrpcDoorOptions,
  startGrpcDoor,
} from '../../../src/server/grpc/door.ts'

export const { generateText, generateTextStream } = LLMService.method

export const limits: GrpcDoorLimits = {
  maxRequestBytes: 4 * 1024 * 1024,
  maxCallDurationMs: 600_000,
  writeStallMs: 30_000,
  maxConnectionAgeMs: 600_000,
}

export interface OpenDoor extends GrpcDoor {
  /** The reasons of the errors that the door reported. */
  readonly reported: string[]
}

/** A door over the real contract with these handlers, closed when the test is over. */
export async function openDoor(
  handlers: ServiceHandlers['handlers'],
  overrides: Partial<Omit<GrpcDoorOptions, 'limits'>> & { limits?: Partial<GrpcDoorLimits> } = {},
): Promise<OpenDoor> {
  const reported: string[] = []
  const door = await startGrpcDoor({
    address: '127.0.0.1:0',
    services: [{ desc: LLMService, handlers }],
    authenticate: createAuthenticator({ open: true }),
    clock: systemClock,
    reflection: false,
    onError: (error: GatewayError) => reported.push(error.reasonName),
    ...overrides,
    limits: { ...limits, ...overrides.limits },
  })
  onTestFinished(() => door.stop(0))
  return { ...door, reported }
}

export const echo: ServiceHandlers['handlers'] = {
  generateText: async ({ prompt }: { prompt: string }) => ({
    $typeName: 'switchyard.v1.GenerateTextResponse',
    text: prompt,
  }),
  generateTextStream: async function* ({ prompt }: { prompt: string }) {
    yield [...prompt].map(textDelta)
  },
}

export function textDelta(text: string, sequence = 0) {
  return {
    $typeName: 'switchyard.v1.GenerateTextStreamResponse',
    sequence: BigInt(sequence),
    event: { case: 'textDelta', value: text },
  }
}

export function openClient(
  address: string,
  credentials = ChannelCredentials.createInsecure(),
  options?: ClientOptions,
) {
  const client = new Client(address, credentials, options)
  onTestFinished(() => client.close())
  return client
}

/** What a caller sees of an error. */
export interface SeenError {
  readonly code: number
  readonly message: string
  readonly errorInfos: readonly ErrorInfo[]
  /** Of the only ErrorInfo. */
  readonly reason: string | undefined
  readonly retryInfo: boolean
}

export function seen(code: number, message: string, details: Uint8Array | undefined): SeenError {
  const status = details ? fromBinary(StatusSchema, details) : create(StatusSchema)
  const errorInfos = status.details.flatMap((any) => anyUnpack(any, ErrorInfoSchema) ?? [])
  const retryInfo = status.details.some((any) => anyUnpack(any, RetryInfoSchema))
  const reason = errorInfos.length === 1 ? errorInfos[0]?.reason : undefined
  return { code, message, errorInfos, reason, retryInfo }
}

function toSeen(error: { code: number; details: string; metadata: Metadata }): SeenError {
  return seen(error.code, error.details, error.metadata.get('grpc-status-details-bin')[0] as Uint8Array | undefined)
}

interface CallSettings extends CallOptions {
  metadata?: Record<string, string>
}

function metadataOf(settings: CallSettings): Metadata {
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(settings.metadata ?? {})) metadata.set(name, value)
  return metadata
}

type Init<Method extends DescMethod> = MessageInitShape<Method['input']>

const pathOf = (method: DescMethod) => `/${method.parent.typeName}/${method.name}`
const serializeBy = (method: DescMethod) => (message: Message) => Buffer.from(toBinary(method.input, message))
const deserializeBy = (method: DescMethod) => (bytes: Buffer) => fromBinary(method.output, bytes)

/** A unary call; its error rejects as SeenError. */
export function callUnary<Method extends DescMethod>(
  client: Client,
  method: Method,
  init: Init<Method>,
  settings: CallSettings = {},
): Promise<never> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      pathOf(method),
      serializeBy(method),
      deserializeBy(method),
      create(method.input, init as never) as Message,
      metadataOf(settings),
      settings,
      (error, response) => (error ? reject(toSeen(error)) : resolve(response as never)),
    )
  })
}

export function openStream<Method extends DescMethod>(
  client: Client,
  method: Method,
  init: Init<Method>,
  settings: CallSettings = {},
) {
  const request = create(method.input, init as never) as Message
  const path = pathOf(method)
  return client.makeServerStreamRequest(
    path,
    serializeBy(method),
    deserializeBy(method),
    request,
    metadataOf(settings),
    settings,
  )
}

/** Reads a stream to its end: its messages and, when it failed, its error. */
export async function readAll(stream: AsyncIterable<unknown>): Promise<{ messages: never[]; error?: SeenError }> {
  const messages: never[] = []
  try {
    for await (const message of stream) messages.push(message as never)
    return { messages }
  } catch (error) {
    return { messages, error: toSeen(error as never) }
  }
}

export function openSession(address: string): ClientHttp2Session {
  const session = connect(`http://${address}`)
  session.on('error', () => {})
  onTestFinished(() => session.destroy())
  return session
}

export const promptBytes = (prompt: string) =>
  toBinary(GenerateTextRequestSchema, create(GenerateTextRequestSchema, { prompt }))

/** A message with its five bytes of header. */
export function frame(message: Uint8Array, flag = 0, claimedLength = message.length): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt8(flag)
  header.writeUInt32BE(claimedLength, 1)
  return Buffer.concat([header, message])
}

export interface RawAnswer {
  readonly httpStatus: number
  readonly grpcStatus: number | undefined
  readonly error: SeenError
  readonly body: Buffer
  readonly resetCode: number
}

export interface RawRequest {
  readonly path?: string
  readonly headers?: Record<string, string | string[]>
  /** Written one by one; undefined leaves the request open. */
  readonly chunks?: readonly Uint8Array[]
  readonly open?: boolean
}

/** A call without a gRPC client, which would not send what some tests need. */
export function rawCall(session: ClientHttp2Session, request: RawRequest = {}): Promise<RawAnswer> {
  const { path = pathOf(generateText), headers = {}, chunks = [frame(promptBytes('hi'))], open = false } = request
  return new Promise((resolve) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    let all: Record<string, unknown> = {}
    const body: Buffer[] = []
    stream.on('response', (received) => (all = { ...all, ...received }))
    stream.on('trailers', (received) => (all = { ...all, ...received }))
    stream.on('data', (chunk) => body.push(chunk as Buffer))
    stream.on('error', () => {})
    stream.on('close', () => resolve(toRawAnswer(all, Buffer.concat(body), stream.rstCode ?? 0)))
    for (const chunk of chunks) stream.write(chunk)
    if (!open) stream.end()
  })
}

function toRawAnswer(headers: Record<string, unknown>, body: Buffer, resetCode: number): RawAnswer {
  const grpcStatus = headers['grpc-status'] === undefined ? undefined : Number(headers['grpc-status'])
  const details = headers['grpc-status-details-bin']
  const bytes = details === undefined ? undefined : Buffer.from(String(details), 'base64')
  const error = seen(grpcStatus ?? -1, decodeURI(String(headers['grpc-message'] ?? '')), bytes)
  return { httpStatus: Number(headers[':status']), grpcStatus, error, body, resetCode }
}
