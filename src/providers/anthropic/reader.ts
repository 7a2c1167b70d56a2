import type { ServerSentEvent } from '../http/sse-parser.ts'
import type { AnswerReader } from '../wire/answer-reader.ts'
import { AnswerWriter } from '../wire/answer-writer.ts'
import { type ErrorContext, inBandError, malformed } from '../wire/errors.ts'
import { anthropicFinishReason } from '../wire/finish-reasons.ts'
import { parseObject } from '../wire/json.ts'
import { MessageBlocks } from './message-blocks.ts'
import type { ContentBlock, MessageEvent, WireMessage } from './message-event.ts'
import { type Counts, laterCounts, messageUsage } from './usage.ts'

/** Reads an answer of the Messages API. Its terminal marker is `message_stop`, or the reason to stop of a whole message. */
export class MessageReader implements AnswerReader {
  readonly #context: ErrorContext
  readonly #writer = new AnswerWriter()
  readonly #blocks: MessageBlocks
  #counts: Counts = {}
  /** Whether the counts are those at the end of the answer. */
  #counted = false
  /** The message under way; undefined before it begins. */
  #message: WireMessage | undefined
  #stopReason = ''
  #ended = false

  constructor(context: ErrorContext) {
    this.#context = context
    this.#blocks = new MessageBlocks(this.#writer, context.provider)
  }

  get progress(): 'reading' | 'finished' {
    return this.#ended ? 'finished' : 'reading'
  }

  event({ event, data }: ServerSentEvent): void {
    if (event !== 'ping') this.#parse(event, data)
  }

  #parse(name: string, data: string): void {
    const event: MessageEvent = parseObject(data, this.#context)
    if (name === 'error' || (event.error && !event.type)) throw inBandError(event, this.#context)
    this.#event(event)
  }

  whole(json: unknown): void {
    const message = json as WireMessage
    if (message.error) throw inBandError(message, this.#context)
    if (!Array.isArray(message.content) || typeof message.stop_reason !== 'string') {
      throw malformed(this.#context, 'a JSON object that is no complete message')
    }
    this.#begin(message)
    for (const [index, block] of (message.content as readonly (ContentBlock | null)[]).entries()) {
      if (block === null) continue
      this.#blocks.start(index, block)
      this.#blocks.end(index)
    }
    this.#stopReason = message.stop_reason
    this.#finish()
  }

  /** A stream that was cut behind its last counts has used what they say. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    const usage = this.#counted ? messageUsage(this.#counts) : undefined
    if (usage) this.#writer.usage(usage)
  }

  take() {
    return this.#writer.take()
  }

  #event(event: MessageEvent): void {
    const { index = 0 } = event
    switch (event.type) {
      case 'content_block_delta':
        if (event.delta) this.#blocks.grow(index, event.delta)
        break
      case 'content_block_start':
        if (event.content_block) this.#blocks.start(index, event.content_block)
        break
      case 'content_block_stop':
        this.#blocks.end(index)
        break
      case 'message_start':
        if (event.message) this.#begin(event.message)
        break
      case 'message_delta':
        this.#conclude(event)
        break
      case 'message_stop':
        this.#finish()
        break
      case 'error':
        throw inBandError(event, this.#context)
    }
  }

  /** A proxy may go on with another try within the stream: the two would be taken for one message that nobody wrote. */
  #begin(message: WireMessage): void {
    if (this.#message && this.#message.id !== message.id) {
      throw malformed(this.#context, 'the beginning of another message within a message')
    }
    this.#message = message
    this.#counts = laterCounts(this.#counts, message.usage)
  }

  #conclude({ delta, usage }: MessageEvent): void {
    if (typeof delta?.stop_reason === 'string') this.#stopReason = delta.stop_reason
    this.#counts = laterCounts(this.#counts, usage)
    this.#counted = true
  }

  #finish(): void {
    if (this.#stopReason === '') throw malformed(this.#context, 'the end of a message without its reason')
    const model = this.#message?.model
    this.#ended = true
    this.#writer.finish({
      finishReason: anthropicFinishReason(this.#stopReason),
      rawFinishReason: this.#stopReason,
      usage: messageUsage(this.#counts),
      model: typeof model === 'string' ? model : undefined,
    })
  }
}
