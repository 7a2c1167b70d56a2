import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { ServerSentEvent } from '../http/sse-parser.ts'
import type { AnswerReader } from '../wire/answer-reader.ts'
import { AnswerWriter } from '../wire/answer-writer.ts'
import { type ErrorContext, inBandError, malformed } from '../wire/errors.ts'
import { chatFinishReason } from '../wire/finish-reasons.ts'
import { parseObject } from '../wire/json.ts'
import { type ChatChoice, type ChatChunk, type ChatMessage, pieces } from './chat-chunk.ts'
import { ChatMedia } from './chat-media.ts'
import { ChatReasoning } from './chat-reasoning.ts'
import { ChatToolCalls } from './chat-tool-calls.ts'
import { chatUsage } from './usage.ts'

/** What a reader must know of the request. */
export interface ChatReaderOptions {
  /** Whether the server takes its reasoning back on the next turn. */
  readonly reasoningHistory: boolean
  /** What kind of sound was asked for. */
  readonly audioType: string
}

const USUAL: ChatReaderOptions = { reasoningHistory: false, audioType: 'audio/wav' }

/**
 * Reads an answer of Chat Completions. A whole answer is read as a stream of one chunk, so both give the same events.
 * Its terminal marker is a finish reason; the usage may follow it.
 */
export class ChatReader implements AnswerReader {
  readonly #context: ErrorContext
  readonly #writer = new AnswerWriter()
  readonly #toolCalls: ChatToolCalls
  readonly #reasoning: ChatReasoning
  readonly #media: ChatMedia
  #text = -1
  #refused = false
  #finish: string | undefined
  #usage: Usage | undefined
  /** Whether the latest chunk brought it: some servers count from the first chunk on. */
  #counted = false
  #model: string | undefined
  #ended = false

  /** `callId` makes ids for tool calls that come without one. */
  constructor(callId: string, context: ErrorContext, { reasoningHistory, audioType }: ChatReaderOptions = USUAL) {
    this.#context = context
    this.#toolCalls = new ChatToolCalls(this.#writer, callId, context)
    this.#reasoning = new ChatReasoning(this.#writer, context.provider, reasoningHistory)
    this.#media = new ChatMedia(this.#writer, context.provider, audioType)
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
    if (this.#finish !== undefined && this.#counted) this.end()
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
    this.#reasoning.end()
    this.#media.end()
    const traits = { refused: this.#refused, calledTools: this.#toolCalls.count > 0 }
    const finishReason = chatFinishReason(this.#finish, traits)
    this.#writer.finish({ finishReason, rawFinishReason: this.#finish, usage: this.#usage, model: this.#model })
  }

  take() {
    return this.#writer.take()
  }

  #chunk(chunk: ChatChunk): void {
    if (chunk.error) throw inBandError(chunk, this.#context)
    if (typeof chunk.model === 'string' && chunk.model !== '') this.#model = chunk.model
    const usage = chatUsage(chunk.usage ?? chunk.x_groq?.usage)
    this.#counted = usage !== undefined
    if (usage) this.#usage = usage
    const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined
    if (choice && !choice.index) this.#choice(choice)
  }

  #choice(choice: ChatChoice): void {
    if (choice.error) throw inBandError(choice, this.#context)
    const message = choice.delta ?? choice.message
    if (message) this.#message(message)
    const { finish_reason: finish } = choice
    if (typeof finish === 'string' && finish !== '') this.#finish ??= finish
  }

  #message(message: ChatMessage): void {
    this.#reasoningOf(message)
    const { content, refusal, images, audio } = message
    if (typeof content === 'string') this.#write(content)
    else if (Array.isArray(content)) this.#pieces(content)
    if (typeof refusal === 'string' && refusal !== '') {
      this.#refused = true
      this.#write(refusal)
    }
    if (Array.isArray(images)) this.#media.images(images)
    if (audio) {
      if (typeof audio.transcript === 'string') this.#write(audio.transcript)
      this.#media.sound(audio)
    }
    if (Array.isArray(message.tool_calls)) this.#toolCalls.add(message.tool_calls)
    else if (message.function_call) this.#toolCalls.add([{ index: 0, function: message.function_call }])
  }

  /** A server that sends both fields says the same in them. */
  #reasoningOf({ reasoning, reasoning_content: content, reasoning_details: details }: ChatMessage): void {
    if (typeof content === 'string') this.#reasoning.say('reasoning_content', content)
    else if (typeof reasoning === 'string') this.#reasoning.say('reasoning', reasoning)
    if (Array.isArray(details)) this.#reasoning.add(details)
  }

  #pieces(content: readonly unknown[]): void {
    for (const { kind, text } of pieces(content)) {
      if (kind === 'reasoning') this.#reasoning.say('thinking', text)
      else this.#write(text)
    }
  }

  #write(text: string): void {
    if (text === '') return
    if (this.#text === -1) this.#text = this.#writer.start({ case: 'text', value: '' })
    this.#writer.grow(this.#text, 'text', text)
  }
}
