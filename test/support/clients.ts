import { create, type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import { durationMs } from '@bufbuild/protobuf/wkt'
import { type Client, Code, ConnectError, createClient, type Transport } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node'
import { credentials, Client as GrpcClient, Metadata, type ServiceError } from '@grpc/grpc-js'
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { StatusSchema } from '#gen/google/rpc/status_pb.js'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import type { ClientTls } from './certificates.ts'

/** Every way in, by protocol, version of HTTP and port. */
export const doors = [
  'grpc-js',
  'gRPC at the gRPC port',
  'gRPC at the web port',
  'Connect h1',
  'Connect h2',
  'Connect JSON h1',
  'gRPC-Web h1',
] as const

export type Door = (typeof doors)[number]

interface Addresses {
  readonly grpcAddress: string
  readonly webAddress: string
}

export interface Clients {
  readonly llm: Client<typeof LLMService>
  readonly usage: Client<typeof UsageService>
  readonly admin: Client<typeof AdminService>
}

export function clientsOf(app: Addresses, door: Door = 'grpc-js'): Clients {
  const transport = transportOf(app, door)
  return {
    llm: createClient(LLMService, transport),
    usage: createClient(UsageService, transport),
    admin: createClient(AdminService, transport),
  }
}

export function llmOf(app: Addresses, door: Door = 'grpc-js'): Client<typeof LLMService> {
  return clientsOf(app, door).llm
}

function transportOf({ grpcAddress, webAddress }: Addresses, door: Door): Transport {
  const baseUrl = `http://${webAddress}`
  switch (door) {
    case 'grpc-js':
      return grpcJsTransport(grpcAddress)
    case 'gRPC at the gRPC port':
      return createGrpcTransport({ baseUrl: `http://${grpcAddress}` })
    case 'gRPC at the web port':
      return createGrpcTransport({ baseUrl })
    case 'Connect h1':
      return createConnectTransport({ baseUrl, httpVersion: '1.1', useBinaryFormat: true })
    case 'Connect h2':
      return createConnectTransport({ baseUrl, httpVersion: '2', useBinaryFormat: true })
    case 'Connect JSON h1':
      return createConnectTransport({ baseUrl, httpVersion: '1.1', useBinaryFormat: false })
    case 'gRPC-Web h1':
      return createGrpcWebTransport({ baseUrl, httpVersion: '1.1' })
  }
}

/** The official client of gRPC for Node in the clothes of the others. */
export function grpcJsTransport(address: string, tls?: ClientTls): Transport {
  const channel = tls ? credentials.createSsl(tls.ca, tls.key ?? null, tls.cert ?? null) : credentials.createInsecure()
  const client = new GrpcClient(address, channel, { 'grpc.max_receive_message_length': -1 })
  const given = (signal: AbortSignal | undefined, timeoutMs: number | undefined, headers: unknown) => {
    const metadata = new Metadata()
    for (const [name, value] of new Headers(headers as Headers)) metadata.set(name, value)
    const options = timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs }
    return { metadata, options, cancelWith: (cancel: () => void) => signal?.addEventListener('abort', cancel) }
  }
  return {
    unary: (method, signal, timeoutMs, headers, input) => {
      const { metadata, options, cancelWith } = given(signal, timeoutMs, headers)
      const message = create(method.input, input)
      return new Promise((resolve, reject) => {
        const call = client.makeUnaryRequest(...codecOf(method), message, metadata, options, (error, response) => {
          if (error) reject(connectError(error))
          else resolve({ ...answerOf(method), stream: false, method, message: response as never })
        })
        cancelWith(() => call.cancel())
      })
    },
    stream: async (method, signal, timeoutMs, headers, input) => {
      const { metadata, options, cancelWith } = given(signal, timeoutMs, headers)
      const message = create(method.input, (await input[Symbol.asyncIterator]().next()).value)
      const call = client.makeServerStreamRequest(...codecOf(method), message, metadata, options)
      cancelWith(() => call.cancel())
      return { ...answerOf(method), stream: true, method, message: messagesOf(call) as AsyncIterable<never> }
    },
  }
}

/** Reading no further cancels the call. */
async function* messagesOf(call: AsyncIterable<unknown> & { cancel(): void }) {
  try {
    yield* call
  } catch (error) {
    throw connectError(error as ServiceError)
  } finally {
    call.cancel()
  }
}

function answerOf(method: DescMethod) {
  return { service: method.parent, header: new Headers(), trailer: new Headers() }
}

function codecOf(method: DescMethod) {
  return [
    `/${method.parent.typeName}/${method.name}`,
    (message: Message) => Buffer.from(toBinary(method.input, message)),
    (bytes: Buffer): Message => fromBinary(method.output, bytes),
  ] as const
}

function connectError(error: ServiceError): ConnectError {
  const wrapped = new ConnectError(error.details ?? error.message, error.code as number as Code)
  const [details] = error.metadata?.get('grpc-status-details-bin') ?? []
  if (!(details instanceof Uint8Array)) return wrapped
  wrapped.details = fromBinary(StatusSchema, details).details.map((any) => ({
    type: any.typeUrl.slice(any.typeUrl.lastIndexOf('/') + 1),
    value: any.value,
  }))
  return wrapped
}

/** What a caller can see of an error, whichever way it came. */
export interface SeenError {
  /** A name such as `ResourceExhausted`. */
  readonly code: string
  readonly message: string
  /** Of every ErrorInfo: there must be one. */
  readonly reasons: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
  /** Milliseconds; undefined without RetryInfo. */
  readonly retryMs: number | undefined
  /** The fields that BadRequest names. */
  readonly fields: readonly string[]
}

/** The error that a call ends with. Fails when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<SeenError> {
  const error = await call.then(
    () => new Error('The call succeeded.'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ConnectError)) throw error
  return seenError(error)
}

export function seenError(error: ConnectError): SeenError {
  const infos = error.findDetails(ErrorInfoSchema)
  const [retry] = error.findDetails(RetryInfoSchema)
  return {
    code: Code[error.code],
    message: error.rawMessage,
    reasons: infos.map(({ reason }) => reason),
    metadata: infos[0]?.metadata ?? {},
    retryMs: retry?.retryDelay && durationMs(retry.retryDelay),
    fields: error.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations.map(({ field }) => field)),
  }
}
