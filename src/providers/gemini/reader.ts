import { FinishReason, type Usage } from '#gen/switchyard/v1/usage_pb.js'
import type { ServerSentEvent } from '../http/sse-parser.ts'
import type { AnswerReader } from '../wire/answer-reader.ts'
import { AnswerWriter } from '../wire/answer-writer.ts'
import { type ErrorContext, inBandError, malformed } from '../wire/errors.ts'
import { geminiFinishReason } from '../wire/finish-reasons.ts'
import { parseObject } from '../wire/json.ts'
import type { GeminiCandidate, GeminiChunk } from './chunk.ts'
import { GeminiParts } from './parts.ts'
import { geminiUsage } from './usage.ts'

/**
 * Reads an answer. A whole answer is read as a stream of one chunk, so both give the same events. Its terminal marker
 * is a finish reason, or the reason why the prompt was blocked; further chunks may follow it until the bytes end.
 */
export class GeminiReader implements AnswerReader {
  readonly #context: ErrorContext
  readonly #writer = new AnswerWriter()
  readonly #parts: GeminiParts
  #finish: string | undefined
  #blocked = false
  #usage: Usage | undefined
  #model: string | undefined
  /** Whether there was anything that only an answer has. */
  #told = false
  #ended = false

  /** `callId` makes ids for tool calls that come without one. */
  constructor(callId: string, context: ErrorContext) {
    this.#context = context
    this.#parts = new GeminiParts(this.#writer, context.provider, callId)
  }

  get progress(): 'reading' | 'finishing' | 'finished' {
    if (this.#ended) return 'finished'
    return this.#finish === undefined ? 'reading' : 'finishing'
  }

  event({ data }: ServerSentEvent): void {
    if (data === '[DONE]') this.end()
    else this.#chunk(parseObject(data, this.#context))
  }

  /** Without `alt=sse` a stream comes as one array of its chunks, which some proxies bring about. */
  whole(json: unknown): void {
    for (const chunk of Array.isArray(json) ? json : [json]) this.#chunk(chunk ?? {})
    if (!this.#told) throw malformed(this.#context, 'a JSON object that is no answer of Gemini')
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    if (this.#finish === undefined) {
      if (this.#usage) this.#writer.usage(this.#usage)
      return
    }
    this.#parts.end()
    const finishReason = this.#blocked
      ? FinishReason.CONTENT_FILTER
      : geminiFinishReason(this.#finish, this.#parts.calledTools)
    this.#writer.finish({ finishReason, rawFinishReason: this.#finish, usage: this.#usage, model: this.#model })
  }

  take() {
    return this.#writer.take()
  }

  #chunk(chunk: GeminiChunk): void {
    if (chunk.error) throw inBandError(chunk, this.#context)
    if (typeof chunk.modelVersion === 'string') this.#model = chunk.modelVersion
    this.#usage = geminiUsage(chunk.usageMetadata) ?? this.#usage
    const candidate = Array.isArray(chunk.candidates) ? chunk.candidates[0] : undefined
    if (candidate && !candidate.index) this.#candidate(candidate)
    const blockReason = chunk.promptFeedback?.blockReason
    if (typeof blockReason === 'string' && blockReason !== '') this.#block(blockReason)
  }

  #candidate({ content, finishReason }: GeminiCandidate): void {
    this.#told = true
    const parts = content?.parts
    if (Array.isArray(parts)) for (const part of parts) if (part) this.#parts.add(part)
    if (typeof finishReason === 'string' && finishReason !== '') this.#finish = finishReason
  }

  #block(reason: string): void {
    this.#told = true
    this.#blocked = true
    this.#finish = reason
  }
}
