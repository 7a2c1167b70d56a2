import { create, type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import { type Code, ConnectError, type Transport } from '@connectrpc/connect'
import { type CallOptions, type Client, type ClientReadableStream, Metadata, type ServiceError } from '@grpc/grpc-js'
import { StatusSchema } from '../../../gen/ts/google/rpc/status_pb.js'

/** What a call has to say of itself until it ends. */
interface Cancellable {
  cancel(): void
}

/** The official client of gRPC for Node as a transport of Connect, so that one client serves both. */
export function grpcTransport(client: Client): Transport {
  return {
    unary: async (method, signal, timeoutMs, headers, input) => {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = withResolvers<Message>()
      const call = client.makeUnaryRequest<Message, Message>(
        ...codecOf(method),
        create(method.input, input),
        metadataOf(headers),
        deadlineOf(timeoutMs),
        (error, response) => (error ? reject(error) : resolve(response as Message)),
      )
      const answer = heading(method)
      call.on('metadata', (metadata: Metadata) => copy(metadata, answer.header))
      call.on('status', ({ metadata }) => copy(metadata, answer.trailer))
      const unlink = link(signal, call)
      try {
        return { ...answer, stream: false, method, message: (await promise) as never }
      } catch (error) {
        throw toConnectError(error as ServiceError, answer.header)
      } finally {
        unlink()
      }
    },
    stream: async (method, signal, timeoutMs, headers, input) => {
      signal?.throwIfAborted()
      const { value } = await input[Symbol.asyncIterator]().next()
      const call = client.makeServerStreamRequest<Message, Message>(
        ...codecOf(method),
        create(method.input, value),
        metadataOf(headers),
        deadlineOf(timeoutMs),
      )
      const answer = heading(method)
      call.on('metadata', (metadata: Metadata) => copy(metadata, answer.header))
      call.on('status', ({ metadata }) => copy(metadata, answer.trailer))
      // Of a call that is given up between two messages nobody else hears the error.
      call.on('error', () => {})
      const message = messagesOf(call, answer.header, link(signal, call))
      return { ...answer, stream: true, method, message: message as AsyncIterable<never> }
    },
  }
}

async function* messagesOf(call: ClientReadableStream<Message>, header: Headers, unlink: () => void) {
  try {
    yield* call
  } catch (error) {
    throw toConnectError(error as ServiceError, header)
  } finally {
    unlink()
    call.cancel()
  }
}

/** Cancels the call when the signal is aborted, until the returned function is called. */
function link(signal: AbortSignal | undefined, call: Cancellable): () => void {
  const cancel = () => call.cancel()
  signal?.addEventListener('abort', cancel)
  return () => signal?.removeEventListener('abort', cancel)
}

function heading(method: DescMethod) {
  return { service: method.parent, header: new Headers(), trailer: new Headers() }
}

function codecOf(method: DescMethod) {
  return [
    `/${method.parent.typeName}/${method.name}`,
    (message: Message) => Buffer.from(toBinary(method.input, message)),
    (bytes: Buffer): Message => fromBinary(method.output, bytes),
  ] as const
}

function metadataOf(headers: ConstructorParameters<typeof Headers>[0]): Metadata {
  const metadata = new Metadata()
  for (const [name, value] of new Headers(headers)) metadata.set(name, value)
  return metadata
}

function deadlineOf(timeoutMs: number | undefined): CallOptions {
  return timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs }
}

/** Takes over what is text. */
function copy(metadata: Metadata, headers: Headers): void {
  for (const [name, value] of Object.entries(metadata.getMap())) {
    if (typeof value === 'string') headers.set(name, value)
  }
}

function toConnectError(error: ServiceError, header: Headers): ConnectError {
  if (typeof error.code !== 'number') return ConnectError.from(error)
  const metadata = new Headers(header)
  copy(error.metadata, metadata)
  const wrapped = new ConnectError(error.details, error.code as number as Code, metadata, undefined, error)
  wrapped.details = detailsOf(error)
  return wrapped
}

function detailsOf({ metadata }: ServiceError): ConnectError['details'] {
  const [bytes] = metadata.get('grpc-status-details-bin')
  if (!(bytes instanceof Uint8Array)) return []
  return fromBinary(StatusSchema, bytes).details.map(({ typeUrl, value }) => ({
    type: typeUrl.slice(typeUrl.lastIndexOf('/') + 1),
    value,
  }))
}

/** Promise.withResolvers, which Node 20 lacks. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })
  return { promise, resolve, reject }
}
