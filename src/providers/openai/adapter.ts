import type { TargetedCall } from '../../core/call.ts'
import type { CancelTimer } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import type { ProviderEvent } from '../../core/events.ts'
import type { IncomingBody } from '../http/incoming-body.ts'
import { SseParser } from '../http/sse-parser.ts'
import { createTransport } from '../http/transport.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import type { Provider } from '../provider.ts'
import type { AnswerReader } from './answer-reader.ts'
import { ChatReader } from './chat-reader.ts'
import { toChatRequest } from './chat-request.ts'
import { createClient, type Open } from './client.ts'
import { type ErrorContext, malformed, toError } from './errors.ts'
import { fingerprint, parseObject } from './json.ts'
import { ResponsesReader } from './responses-reader.ts'
import { toResponsesRequest } from './responses-request.ts'
import { type Compatibility, compatibilityOf, type OpenAISettings } from './settings.ts'

/** How long an answer that is complete but for its usage may take to bring it. */
const FINISHING_MS = 1000

const PATHS = { chat: '/chat/completions', responses: '/responses' } as const

type Path = (typeof PATHS)[keyof typeof PATHS]

type CompleteSettings = OpenAISettings & { readonly compatibility: Compatibility }

/** An account at OpenAI, or at any server that speaks its interface. */
export async function createOpenAIProvider(chosen: OpenAISettings): Promise<Provider> {
  const settings = { ...chosen, compatibility: compatibilityOf(chosen) }
  const transport = createTransport(settings)
  const open = await createClient(settings, transport, Object.values(PATHS))
  return {
    name: settings.name,
    open: (call) => new Attempt(settings, open, call).events(),
    close: () => transport.close(),
  }
}

/** One request and the reading of its answer. */
class Attempt {
  readonly #settings: CompleteSettings
  readonly #open: Open<Path>
  readonly #call: TargetedCall
  readonly #context: ErrorContext
  #cancelStop: CancelTimer | undefined

  constructor(settings: CompleteSettings, open: Open<Path>, call: TargetedCall) {
    this.#settings = settings
    this.#open = open
    this.#call = call
    this.#context = { provider: settings.name, secret: settings.apiKey, clock: settings.clock }
  }

  async *events(): AsyncGenerator<readonly ProviderEvent[]> {
    const api = this.#settings.api(this.#call.target)
    let response: UpstreamResponse | undefined
    let complete = false
    try {
      response = await this.#open(PATHS[api], this.#request(api), this.#call.signal)
      const reader = await this.#readerOf(response, api)
      const advance = this.#advance(response, reader)
      while (!complete) {
        await advance()
        complete = reader.progress === 'finished'
        const events = reader.take()
        if (events.length > 0) yield events
      }
    } catch (thrown) {
      throw this.#explain(thrown)
    } finally {
      this.#cancelStop?.()
      if (complete) await response?.body.release(this.#settings.clock)
      else response?.body.destroy()
    }
  }

  #request(api: 'responses' | 'chat') {
    const toRequest = api === 'chat' ? toChatRequest : toResponsesRequest
    const { body, warnings } = toRequest(this.#call, this.#settings.compatibility)
    const told = this.#call.journal.warnings
    for (const warning of warnings) if (!told.includes(warning)) told.push(warning)
    return body
  }

  async #readerOf(response: UpstreamResponse, api: 'responses' | 'chat'): Promise<AnswerReader> {
    const { status } = response
    if (status < 200 || status > 299) {
      // The status alone tells enough when the body is cut or too large.
      const body = await response.body.bytes().catch(() => Buffer.alloc(0))
      throw toError(status, (name) => response.header(name), body.toString(), this.#context)
    }
    return api === 'chat' ? new ChatReader(this.#call.id, this.#context) : new ResponsesReader(this.#context)
  }

  /** What came decides how it is read: some servers answer a streaming request with one JSON object. */
  #advance(response: UpstreamResponse, reader: AnswerReader): () => Promise<void> {
    const type = response.header('content-type') ?? (this.#call.streaming ? 'text/event-stream' : 'application/json')
    if (!/^text\/event-stream\b/i.test(type)) return () => this.#readWhole(response.body, reader, type)
    const parser = new SseParser(this.#settings.maxEventBytes)
    return () => this.#readStream(response.body, reader, parser)
  }

  async #readWhole(body: IncomingBody, reader: AnswerReader, type: string): Promise<void> {
    const text = (await body.bytes()).toString()
    if (!/^application\/([a-z0-9.-]+\+)?json\b/i.test(type)) {
      throw malformed(this.#context, 'something that is not JSON', fingerprint(text))
    }
    reader.whole(parseObject(text, this.#context))
    reader.end()
  }

  /** One network read. */
  async #readStream(body: IncomingBody, reader: AnswerReader, parser: SseParser): Promise<void> {
    const chunks = await body.read()
    if (chunks) feed(reader, parser, chunks)
    else finish(reader, parser)
    if (reader.progress !== 'finishing') return
    this.#cancelStop ??= this.#settings.clock.after(FINISHING_MS, () => body.stop())
  }

  #explain(thrown: unknown): unknown {
    if (this.#call.signal.aborted) return this.#call.signal.reason
    const { provider, model } = this.#call.target
    return thrown instanceof GatewayError ? thrown.with({ provider, model }) : thrown
  }
}

function feed(reader: AnswerReader, parser: SseParser, chunks: readonly Buffer[]): void {
  for (const chunk of chunks) {
    for (const event of parser.push(chunk)) {
      reader.event(event)
      if (reader.progress === 'finished') return
    }
  }
}

/** The bytes have ended: an event that they cut in two is no event. */
function finish(reader: AnswerReader, parser: SseParser): void {
  for (const event of parser.end()) {
    if (event.data === '[DONE]' || isJson(event.data)) reader.event(event)
  }
  reader.end()
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
