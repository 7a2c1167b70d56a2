import type { ServerSentEvent } from '../http/sse-parser.ts'
import type { AnswerReader } from '../wire/answer-reader.ts'
import { AnswerWriter } from '../wire/answer-writer.ts'
import { type ErrorContext, inBandError, malformed } from '../wire/errors.ts'
import { responsesFinishReason } from '../wire/finish-reasons.ts'
import { parseObject } from '../wire/json.ts'
import { type ResponsesEvent, type ResponsesObject, TELLING_EVENTS } from './responses-chunk.ts'
import { ResponsesParts } from './responses-parts.ts'
import { responsesUsage } from './usage.ts'

/** Reads an answer of the Responses interface. Its terminal marker brings the usage along. */
export class ResponsesReader implements AnswerReader {
  readonly #context: ErrorContext
  readonly #writer = new AnswerWriter()
  readonly #parts: ResponsesParts
  #ended = false

  constructor(context: ErrorContext) {
    this.#context = context
    this.#parts = new ResponsesParts(this.#writer, context.provider)
  }

  get progress(): 'reading' | 'finished' {
    return this.#ended ? 'finished' : 'reading'
  }

  event({ event, data }: ServerSentEvent): void {
    if (data === '[DONE]') this.end()
    else if (event === 'error') throw inBandError(parseObject(data, this.#context), this.#context)
    else if (event === '' || TELLING_EVENTS.has(event)) this.#parse(data)
  }

  #parse(data: string): void {
    const parsed: ResponsesEvent = parseObject(data, this.#context)
    if (parsed.error && !parsed.type) throw inBandError(parsed, this.#context)
    this.#event(parsed)
  }

  whole(json: unknown): void {
    const response = json as ResponsesObject
    if (response.error) throw inBandError(response, this.#context)
    if (!Array.isArray(response.output)) throw malformed(this.#context, 'a JSON object that is no response')
    for (const [index, item] of response.output.entries()) this.#parts.item(index, item)
    this.#finish(response)
  }

  end(): void {
    this.#ended = true
  }

  take() {
    return this.#writer.take()
  }

  #event(event: ResponsesEvent): void {
    const { item } = event
    const output = indexOf(event.output_index)
    switch (event.type) {
      case 'response.output_item.added':
        if (item?.type === 'function_call') this.#parts.toolCall(output, item)
        break
      case 'response.output_item.done':
        if (item) this.#parts.item(output, item)
        break
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        this.#finish(event.response ?? {})
        break
      case 'error':
        throw inBandError(event, this.#context)
      default:
        if (typeof event.delta === 'string') this.#delta(event, event.delta)
    }
  }

  #delta(event: ResponsesEvent, delta: string): void {
    const output = indexOf(event.output_index)
    const content = indexOf(event.content_index)
    switch (event.type) {
      case 'response.output_text.delta':
        this.#parts.text(output, content, delta)
        break
      case 'response.function_call_arguments.delta':
        this.#parts.arguments(output, delta)
        break
      case 'response.refusal.delta':
        this.#parts.refusal(output, content, delta)
        break
      case 'response.reasoning_summary_text.delta':
        this.#parts.reasoning(output, `summary ${indexOf(event.summary_index)}`, delta)
        break
      case 'response.reasoning_text.delta':
        this.#parts.reasoning(output, `text ${content}`, delta)
    }
  }

  #finish(response: ResponsesObject): void {
    const { status } = response
    if (response.error || status === 'failed') throw inBandError(response, this.#context)
    if (status !== 'completed' && status !== 'incomplete') {
      throw malformed(this.#context, 'a response that is neither complete nor incomplete')
    }
    this.#ended = true
    const reason = response.incomplete_details?.reason
    const raw = status === 'incomplete' && typeof reason === 'string' ? reason : status
    this.#writer.finish({
      finishReason: responsesFinishReason(raw, this.#parts),
      rawFinishReason: raw,
      usage: responsesUsage(response.usage),
      model: typeof response.model === 'string' ? response.model : undefined,
    })
  }
}

/** Where something belongs; a server that does not say so means the first place. */
function indexOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0
}
