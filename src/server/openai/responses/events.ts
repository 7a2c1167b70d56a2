import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type {
  AnswerStarted,
  GenerateChatStreamResponse,
  PartDelta,
  PartStarted,
} from '#gen/switchyard/v1/generation_pb.js'
import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'
import { fold } from '../../../core/collect.ts'
import { event } from '../../web/endpoints/events.ts'
import type { ErrorObject } from '../errors.ts'
import { createdOf } from '../info.ts'
import { itemId, outputItem } from './items.ts'
import { type EventBody, type GrowingItem, itemEnded, itemGrown, itemStarted } from './part-events.ts'
import type { ResponsesQuestion } from './request.ts'
import { finishedResponse, responseHead } from './whole.ts'

/**
 * Tells an answer as the events of Responses.
 * Source: https://platform.openai.com/docs/api-reference/responses-streaming
 */
export class ResponseEvents {
  readonly #question: Pick<ResponsesQuestion, 'echo' | 'warnings'>
  #sequence = 0
  #responseId = ''
  #head: object = {}
  /** What came so far, by the index of its part. */
  readonly #parts: Part[] = []
  readonly #growing = new Map<number, GrowingItem>()
  /** Items that are complete, by their places. */
  readonly #output: object[] = []
  #places = 0

  constructor(question: Pick<ResponsesQuestion, 'echo' | 'warnings'>) {
    this.#question = question
  }

  /** The events for a batch of messages. */
  batch(messages: readonly GenerateChatStreamResponse[]): string {
    let text = ''
    for (const { event: message } of messages) {
      for (const body of this.#bodies(message)) text += this.#numbered(body)
    }
    return text
  }

  /** The events that end a stream which fails: the response as failed, then an error, which clients throw. */
  failed(error: ErrorObject): string {
    const { code, message, param } = error
    const response = { ...this.#head, status: 'failed', output: this.#output, usage: null, error: { code, message } }
    const told = { type: 'error', code, message, param, error }
    return this.#numbered({ type: 'response.failed', response }) + this.#numbered(told)
  }

  *#bodies(message: GenerateChatStreamResponse['event']): Iterable<EventBody> {
    switch (message.case) {
      case 'started':
        yield* this.#begin(message.value)
        break
      case 'partStarted':
        fold(this.#parts, message)
        yield* this.#start(message.value)
        break
      case 'partDelta':
        fold(this.#parts, message)
        yield* this.#grow(message.value)
        break
      case 'partEnded':
        fold(this.#parts, message)
        yield* this.#end(message.value.index)
        break
      case 'finished':
        if (message.value.info) yield* this.#finish(message.value.info)
    }
  }

  *#begin(started: AnswerStarted): Iterable<EventBody> {
    this.#responseId = started.responseId
    this.#head = responseHead(started.responseId, createdOf(started), started.model, this.#question)
    const response = { ...this.#head, status: 'in_progress', output: [], usage: null }
    yield { type: 'response.created', response }
    yield { type: 'response.in_progress', response }
  }

  *#start({ index }: PartStarted): Iterable<EventBody> {
    const part = this.#parts[index]
    const id = part && itemId(part, this.#responseId, index)
    if (!part || id === undefined) return
    const item = { id, place: this.#places++, part, hasSummary: false }
    this.#growing.set(index, item)
    yield* itemStarted(item)
  }

  *#grow({ index, delta }: PartDelta): Iterable<EventBody> {
    const item = this.#growing.get(index)
    if (item && typeof delta.value === 'string') yield* itemGrown(item, delta.value)
  }

  *#end(index: number): Iterable<EventBody> {
    const item = this.#growing.get(index)
    if (!item) return
    this.#growing.delete(index)
    this.#output[item.place] = outputItem(item.part, item.id, 'completed')
    yield* itemEnded(item)
  }

  *#finish(info: AnswerInfo): Iterable<EventBody> {
    for (const index of [...this.#growing.keys()]) yield* this.#end(index)
    const response = finishedResponse(this.#output, info, this.#question)
    yield { type: `response.${response.status}`, response }
  }

  #numbered({ type, ...body }: EventBody): string {
    return event({ type, sequence_number: this.#sequence++, ...body }, type)
  }
}
