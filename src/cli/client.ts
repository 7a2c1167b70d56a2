import { readFileSync } from 'node:fs'
import {
  create,
  type DescMessage,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf'
import {
  type CallOptions,
  type ChannelCredentials,
  Client,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js'
import { systemClock } from '../core/clock.ts'
import type { StatusCode } from '../core/status.ts'
import { CallError } from './call-error.ts'
import { CommandError } from './errors.ts'

export interface ServerOptions {
  /** `host:port`. */
  readonly server: string
  /** Sent with every call; undefined: none. */
  readonly apiKey?: string | undefined
  readonly tls?: boolean
  /** Files, PEM: the authority that signed the server's certificate, and the client's own certificate and key. */
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

export interface InvokeOptions {
  readonly signal?: AbortSignal
  /** How long the call may take; undefined: as long as the server allows. */
  readonly timeoutMs?: number
}

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

/** Calls any method of the contract by its descriptor. Errors are CallErrors. */
export class ServerClient {
  readonly #client: Client
  readonly #metadata = new Metadata()

  constructor(options: ServerOptions) {
    if (options.apiKey) this.#metadata.set('authorization', `Bearer ${options.apiKey}`)
    this.#client = new Client(options.server, credentialsOf(options), {
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    })
  }

  /** One answer for one request. */
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: InvokeOptions = {},
  ): Promise<MessageShape<O>> {
    const { promise, resolve, reject } = Promise.withResolvers<MessageShape<O>>()
    const { path, encode, decode } = codecOf(method)
    const message = create(method.input, request)
    const call = this.#client.makeUnaryRequest(
      path,
      encode,
      decode,
      message,
      this.#metadata,
      callOptions(options),
      (error, response) => (error ? reject(toCallError(error)) : resolve(response as MessageShape<O>)),
    )
    const stop = cancelWith(options.signal, () => call.cancel())
    return promise.finally(stop)
  }

  /** The messages of a stream. Ending the iteration early cancels the call. */
  async *stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options: InvokeOptions = {},
  ): AsyncGenerator<MessageShape<O>, void, undefined> {
    const { path, encode, decode } = codecOf(method)
    const message = create(method.input, request)
    const call = this.#client.makeServerStreamRequest(
      path,
      encode,
      decode,
      message,
      this.#metadata,
      callOptions(options),
    )
    const stop = cancelWith(options.signal, () => call.cancel())
    try {
      for await (const response of call) yield response as MessageShape<O>
    } catch (error) {
      throw isServiceError(error) ? toCallError(error) : error
    } finally {
      stop()
      call.cancel()
    }
  }

  close(): void {
    this.#client.close()
  }
}

function codecOf<I extends DescMessage, O extends DescMessage>(method: {
  parent: { typeName: string }
  name: string
  input: I
  output: O
}) {
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    encode: (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
    decode: (bytes: Buffer) => fromBinary(method.output, bytes),
  }
}

function callOptions({ timeoutMs }: InvokeOptions): CallOptions {
  return timeoutMs === undefined ? {} : { deadline: systemClock.now() + timeoutMs }
}

function cancelWith(signal: AbortSignal | undefined, cancel: () => void): () => void {
  if (signal?.aborted) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  return () => signal?.removeEventListener('abort', cancel)
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'metadata' in error
}

function toCallError(error: ServiceError): CallError {
  const [details] = error.metadata?.get('grpc-status-details-bin') ?? []
  return new CallError(error.code as StatusCode, error.details, details instanceof Uint8Array ? details : undefined)
}

function credentialsOf({ tls, ca, cert, key }: ServerOptions): ChannelCredentials {
  if (!tls && !ca) return credentials.createInsecure()
  try {
    return credentials.createSsl(readIf(ca), readIf(key), readIf(cert))
  } catch (error) {
    throw new CommandError(`The TLS files cannot be used: ${(error as Error).message}`)
  }
}

function readIf(path: string | undefined): Buffer | null {
  return path === undefined ? null : readFileSync(path)
}
