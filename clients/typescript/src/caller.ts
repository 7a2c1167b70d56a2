import type {
  DescMessage,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf'
import { makeAnyClient, type Transport } from '@connectrpc/connect'
import type { CallOptions, ClientOptions } from './options.ts'
import { errorOf, type RetryRules, withRetries } from './retry.ts'

type Init = MessageInitShape<DescMessage>

/** The methods of a service. */
export type ServiceMethods<S extends DescService> = {
  readonly [M in keyof S['method']]: S['method'][M] extends DescMethodUnary<infer I, infer O>
    ? (request: MessageInitShape<I>, options?: CallOptions) => Promise<MessageShape<O>>
    : S['method'][M] extends DescMethodServerStreaming<infer I, infer O>
      ? (request: MessageInitShape<I>, options?: CallOptions) => AsyncGenerator<MessageShape<O>, void, undefined>
      : never
}

const DEFAULT_MAX_RETRIES = 2

/** Makes calls by a transport: with the key, with retries, and with errors of this client's class. */
export class Caller {
  readonly #transport: Transport
  readonly #options: ClientOptions

  constructor(transport: Transport, options: ClientOptions) {
    this.#transport = transport
    this.#options = options
  }

  /** One answer for one request. */
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    input: MessageInitShape<I>,
    options: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const { signal } = options
    return withRetries(async (timeoutMs) => {
      const headers = await this.#headers(options)
      const { header, message } = await this.#transport.unary(method, signal, timeoutMs, headers, input)
      options.onHeader?.(header)
      return message
    }, this.#rules(options))
  }

  /** The messages of a stream. The call begins when the first one is asked for, and is cancelled when the reading stops. */
  async *stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    input: MessageInitShape<I>,
    options: CallOptions = {},
  ): AsyncGenerator<MessageShape<O>, void, undefined> {
    const controller = new AbortController()
    const abort = () => controller.abort(options.signal?.reason)
    if (options.signal?.aborted) abort()
    else options.signal?.addEventListener('abort', abort)
    const { signal } = controller
    const begin = async (timeoutMs: number | undefined) => {
      const headers = await this.#headers(options)
      const { header, message } = await this.#transport.stream(method, signal, timeoutMs, headers, single(input))
      const messages = message[Symbol.asyncIterator]()
      const first = await messages.next()
      options.onHeader?.(header)
      return { first, messages }
    }
    try {
      // Once a message is there the call is not tried again: it would be told twice.
      const { first, messages } = await withRetries(begin, this.#rules({ ...options, signal }))
      for (let next = first; !next.done; next = await messages.next()) yield next.value
    } catch (thrown) {
      throw errorOf(thrown, options.signal)
    } finally {
      options.signal?.removeEventListener('abort', abort)
      controller.abort()
    }
  }

  /** Every method of a service, as the contract has it. Its streams, too, are cancelled when the reading stops. */
  service<S extends DescService>(service: S): ServiceMethods<S> {
    return makeAnyClient(service, (method) => {
      if (method.methodKind === 'unary') {
        return (input: Init, options?: CallOptions) => this.unary(method, input, options)
      }
      if (method.methodKind !== 'server_streaming') return null
      return (input: Init, options?: CallOptions) => this.stream(method, input, options)
    }) as ServiceMethods<S>
  }

  /** A credential among the call's own headers wins. */
  async #headers({ headers }: CallOptions): Promise<Headers> {
    const { apiKey } = this.#options
    const all = new Headers(headers)
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey
    if (key && !all.has('authorization')) all.set('authorization', `Bearer ${key}`)
    return all
  }

  #rules(options: CallOptions): RetryRules {
    return {
      maxRetries: options.maxRetries ?? this.#options.maxRetries ?? DEFAULT_MAX_RETRIES,
      timeoutMs: options.timeoutMs ?? this.#options.timeoutMs,
      signal: options.signal,
    }
  }
}

async function* single<T>(value: T): AsyncGenerator<T, void, undefined> {
  yield value
}
