import type { TargetedCall } from '../../core/call.ts'
import type { CancelTimer } from '../../core/clock.ts'
import type { ProviderEvent } from '../../core/events.ts'
import type { IncomingBody } from '../http/incoming-body.ts'
import { SseParser } from '../http/sse-parser.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import type { AnswerReader } from './answer-reader.ts'
import { type ErrorContext, malformed } from './errors.ts'
import { explain } from './explain.ts'
import { fingerprint, parseObject } from './json.ts'
import type { WireRequest } from './request.ts'
import { checkEncoding, failure } from './response.ts'

/** How an adapter speaks with its vendor: three pure functions and one that sends. */
export interface Dialect {
  /** The call in the vendor's words. Throws a GatewayError for what the vendor has no words for. */
  toRequest(call: TargetedCall): WireRequest
  /** Sends the request. Resolves with the response, whatever its status; throws a GatewayError or the signal's reason. */
  send(call: TargetedCall, body: WireRequest['body']): Promise<UpstreamResponse>
  /** Reads the answer, whole or streamed. */
  reader(call: TargetedCall): AnswerReader
  readonly context: ErrorContext
  readonly maxEventBytes: number
}

/** How long an answer that is complete but for its usage may take to bring it. */
const FINISHING_MS = 1000

/** One request and the reading of its answer: what `Provider.open` promises, for every vendor that answers by HTTP. */
export function openAttempt(call: TargetedCall, dialect: Dialect): AsyncIterable<readonly ProviderEvent[]> {
  return new Attempt(call, dialect).events()
}

class Attempt {
  readonly #call: TargetedCall
  readonly #dialect: Dialect
  #cancelStop: CancelTimer | undefined

  constructor(call: TargetedCall, dialect: Dialect) {
    this.#call = call
    this.#dialect = dialect
  }

  async *events(): AsyncGenerator<readonly ProviderEvent[]> {
    let response: UpstreamResponse | undefined
    let reader: AnswerReader | undefined
    let begun = false
    let complete = false
    try {
      response = await this.#dialect.send(this.#call, this.#request())
      if (!response.ok) throw await failure(response, this.#dialect.context)
      checkEncoding(response, this.#dialect.context)
      reader = this.#dialect.reader(this.#call)
      const advance = this.#advance(response, reader)
      while (!complete) {
        await advance()
        complete = reader.progress === 'finished'
        const events = reader.take()
        if (events.length > 0) yield events
        begun ||= events.length > 0
      }
    } catch (thrown) {
      // What came along with the failure is told once the answer has begun. Before that, another attempt can still give it whole.
      const events = begun && reader ? reader.take() : []
      if (events.length > 0) yield events
      throw explain(this.#call, thrown)
    } finally {
      this.#cancelStop?.()
      if (complete) await response?.body.release(this.#dialect.context.clock)
      else response?.body.destroy()
    }
  }

  #request(): WireRequest['body'] {
    const { body, warnings } = this.#dialect.toRequest(this.#call)
    const told = this.#call.journal.warnings
    for (const warning of warnings) if (!told.includes(warning)) told.push(warning)
    return body
  }

  /** What came decides how it is read: some servers answer a streaming request with one JSON object. */
  #advance(response: UpstreamResponse, reader: AnswerReader): () => Promise<void> {
    const type = response.header('content-type') ?? (this.#call.streaming ? 'text/event-stream' : 'application/json')
    if (!/^text\/event-stream\b/i.test(type)) return () => this.#readWhole(response.body, reader, type)
    const parser = new SseParser(this.#dialect.maxEventBytes)
    return () => this.#readStream(response.body, reader, parser)
  }

  async #readWhole(body: IncomingBody, reader: AnswerReader, type: string): Promise<void> {
    const { context } = this.#dialect
    const text = await body.text()
    if (!/^application\/([a-z0-9.-]+\+)?json\b/i.test(type)) {
      throw malformed(context, 'something that is not JSON', fingerprint(text))
    }
    reader.whole(parseObject(text, context))
    reader.end()
  }

  /** One network read. */
  async #readStream(body: IncomingBody, reader: AnswerReader, parser: SseParser): Promise<void> {
    const chunks = await body.read()
    if (chunks) feed(reader, parser, chunks)
    else finish(reader, parser)
    if (reader.progress !== 'finishing') return
    this.#cancelStop ??= this.#dialect.context.clock.after(FINISHING_MS, () => body.stop())
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
