import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { ServerSentEvent } from '../http/sse-parser.ts'
import type { AnswerReader } from '../wire/answer-reader.ts'
import { AnswerWriter } from '../wire/answer-writer.ts'
import { type ErrorContext, inBandError, malformed } from '../wire/errors.ts'
import { chatFinishReason } from '../wire/finish-reasons.ts'
import { parseObject } from '../wire/json.ts'
import { type ChatChoice, type ChatChunk, type ChatMessage, pieces } from './chat-chunk.ts'
import { ChatToolCalls } from './chat-tool-calls.ts'
import { chatUsage } from './usage.ts'

/**
 * Reads an answer of Chat Completions. A whole answer is read as a stream of one chunk, so both give the same events.
 * Its terminal marker is a finish reason; the usage may follow it.
 */
export class ChatReader implements AnswerReader {
  readonly #context: ErrorContext
  readonly #writer = new AnswerWriter()
  readonly #toolCalls: ChatToolCalls
  #text = -1
  #reasoning = -1
  #refused = false
  #finish: string | undefined
  #usage: Usage | undefined
  #model: string | undefined
  #ended = false

  /** `callId` makes ids for tool calls that come without one. */
  constructor(callId: string, context: ErrorContext) {
    this.#context = context
    this.#toolCalls = new ChatToolCalls(this.#writer, callId)
  }

  get progress(): 'reading' | 'finishing' | 'finished' {
    if (this.#ended) return 'finished'
    return this.#finish === undefined ? 'reading' : 'finishing'
  }

  event({ event, data }: ServerSentEvent): void {
    if (data === '[DONE]') this.end()
    else this.#parse(event, data)
  }

  #parse(event: string, data: string): void {
    const chunk = parseObject(data, this.#context)
    if (event === 'error') throw inBandError(chunk, this.#context)
    this.#chunk(chunk)
    if (this.#finish !== undefined && this.#usage) this.end()
  }

  whole(json: unknown): void {
    const chunk = json as ChatChunk
    this.#chunk(chunk)
    if (!Array.isArray(chunk.choices) || chunk.choices.length === 0) {
      throw malformed(this.#context, 'a JSON object that is no chat completion')
    }
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    if (this.#finish === undefined) {
      if (this.#usage) this.#writer.usage(this.#usage)
      return
    }
    const traits = { refused: this.#refused, calledTools: this.#toolCalls.count > 0 }
    const finishReason = chatFinishReason(this.#finish, traits)
    this.#writer.finish({ finishReason, rawFinishReason: this.#finish, usage: this.#usage, model: this.#model })
  }

  take() {
    return this.#writer.take()
  }

  #chunk(chunk: ChatChunk): void {
    if (chunk.error) throw inBandError(chunk, this.#context)
    if (chunk.model) this.#model = String(chunk.model)
    this.#usage = chatUsage(chunk.usage ?? chunk.x_groq?.usage) ?? this.#usage
    const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined
    if (choice && !choice.index) this.#choice(choice)
  }

  #choice(choice: ChatChoice): void {
    if (choice.error) throw inBandError(choice, this.#context)
    const message = choice.delta ?? choice.message
    if (message) this.#message(message)
    if (choice.finish_reason) this.#finish ??= String(choice.finish_reason)
  }

  #message(message: ChatMessage): void {
    const { content, reasoning_content: reasoning = message.reasoning, refusal } = message
    if (typeof reasoning === 'string') this.#reason(reasoning)
    if (typeof content === 'string') this.#write(content)
    else if (Array.isArray(content)) this.#pieces(content)
    if (typeof refusal === 'string' && refusal !== '') {
      this.#refused = true
      this.#write(refusal)
    }
    if (message.tool_calls) this.#toolCalls.add(message.tool_calls)
    else if (message.function_call) this.#toolCalls.add([{ index: 0, function: message.function_call }])
  }

  #pieces(content: readonly unknown[]): void {
    for (const { kind, text } of pieces(content)) {
      if (kind === 'reasoning') this.#reason(text)
      else this.#write(text)
    }
  }

  #write(text: string): void {
    if (text === '') return
    if (this.#text === -1) this.#text = this.#writer.start({ case: 'text', value: '' })
    this.#writer.grow(this.#text, 'text', text)
  }

  #reason(text: string): void {
    if (text === '') return
    if (this.#reasoning === -1) {
      const value = { $typeName: 'switchyard.v1.Reasoning', text: '' } as const
      this.#reasoning = this.#writer.start({ case: 'reasoning', value })
    }
    this.#writer.grow(this.#reasoning, 'reasoning', text)
  }
}
