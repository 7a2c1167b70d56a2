import type { DescService } from '@bufbuild/protobuf'
import type { Transport } from '@connectrpc/connect'
import { Health, HealthCheckResponse_ServingStatus } from '../../../gen/ts/grpc/health/v1/health_pb.js'
import type {
  CompareChatResponse,
  GenerateChatResponse,
  GenerateChatStreamResponse,
  GenerateTextResponse,
  GenerateTextStreamResponse,
} from '../../../gen/ts/switchyard/v1/generation_pb.js'
import { type EmbedResponse, LLMService } from '../../../gen/ts/switchyard/v1/llm_service_pb.js'
import { type GetStatisticsResponse, UsageService } from '../../../gen/ts/switchyard/v1/usage_service_pb.js'
import { Caller, type ServiceMethods } from './caller.ts'
import type { MessageInput } from './messages.ts'
import type { CallOptions, ClientOptions } from './options.ts'
import { type ChatOptions, splitChat, splitText, type TextOptions } from './requests.ts'

/** The time that statistics are about, up to now. */
export type Timeframe = '1h' | '24h' | '7d' | '30d'

const { generateText, generateTextStream, generateChat, generateChatStream, compareChat, embed } = LLMService.method

/** As long as gateways allow unless they are set otherwise. */
const DEFAULT_TIMEOUT_MS = 600_000

/** Talks to a Switchyard gateway. Every method throws a SwitchyardError when the call fails. */
export class SwitchyardClient {
  readonly #caller: Caller
  readonly #services: Caller
  readonly #close: () => void

  /** By any transport of Connect; `createClient` makes the usual ones. */
  constructor(transport: Transport, options: ClientOptions = {}, close: () => void = () => {}) {
    this.#caller = new Caller(transport, { ...options, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS })
    this.#services = new Caller(transport, options)
    this.#close = close
  }

  /** A prompt in, text out. */
  async generateText(prompt: string, options?: TextOptions): Promise<GenerateTextResponse> {
    const { request, call } = splitText(prompt, options)
    return this.#caller.unary(generateText, request, call)
  }

  /** A prompt in, text out piece by piece. The last event is `finished`; a cut answer throws. */
  generateTextStream(prompt: string, options?: TextOptions): AsyncGenerator<GenerateTextStreamResponse, void> {
    const { request, call } = splitText(prompt, options)
    return this.#caller.stream(generateTextStream, request, call)
  }

  /** A conversation in, the assistant's next message out. */
  async generateChat(messages: readonly MessageInput[], options?: ChatOptions): Promise<GenerateChatResponse> {
    const { request, call } = splitChat(messages, options)
    return this.#caller.unary(generateChat, request, call)
  }

  /** A conversation in, the assistant's next message out piece by piece. The last event is `finished`; a cut answer throws. */
  generateChatStream(
    messages: readonly MessageInput[],
    options?: ChatOptions,
  ): AsyncGenerator<GenerateChatStreamResponse, void> {
    const { request, call } = splitChat(messages, options)
    return this.#caller.stream(generateChatStream, request, call)
  }

  /** One conversation to several models at once, their answers interleaved; a model that fails is an event, not an error. */
  compare(
    messages: readonly MessageInput[],
    models: readonly string[],
    options?: ChatOptions,
  ): AsyncGenerator<CompareChatResponse, void> {
    const { request, call } = splitChat(messages, options)
    return this.#caller.stream(compareChat, { request, models: [...models] }, call)
  }

  /** Vectors for texts, in their order. */
  embed(model: string, inputs: readonly string[], options?: CallOptions): Promise<EmbedResponse> {
    return this.#caller.unary(embed, { model, inputs: [...inputs] }, options)
  }

  /** What was used and what it cost. */
  getUsageStats(timeframe: Timeframe = '24h', options?: CallOptions): Promise<GetStatisticsResponse> {
    return this.#caller.unary(UsageService.method.getStatistics, { timeframe }, options)
  }

  /** Whether the gateway takes calls; of a service `provider/NAME`, whether that provider answers. It needs no key. */
  async healthCheck(service = '', options?: CallOptions): Promise<boolean> {
    const { status } = await this.#caller.unary(Health.method.check, { service }, options)
    return status === HealthCheckResponse_ServingStatus.SERVING
  }

  /** Every method of a service of the contract, with this client's key, retries and errors. Only a `timeoutMs` that is given bounds them. */
  service<S extends DescService>(service: S): ServiceMethods<S> {
    return this.#services.service(service)
  }

  /** Closes the connections. */
  close(): void {
    this.#close()
  }
}
