import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatStreamResponse, PartDelta, PartStarted } from '#gen/switchyard/v1/generation_pb.js'
import { type AnswerInfo, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { fold, textOf } from '../../../core/collect.ts'
import { event } from '../../web/endpoints/events.ts'
import { createdOf, infoJson } from '../info.ts'
import { messageOf } from '../parts.ts'
import { finishReasonOf } from './finish-reason.ts'
import { encodeState } from './message-state.ts'
import type { ChatQuestion } from './request.ts'
import { pictureOf, soundOf, toolCallJson } from './shown.ts'
import { chatUsage } from './usage.ts'
import { headOf } from './whole.ts'

type Delta = Readonly<Record<string, unknown>>

/** Tells an answer as chunks of a stream. */
export class ChatChunks {
  readonly #question: Pick<ChatQuestion, 'includeUsage' | 'warnings'>
  #head = headOf('chat.completion.chunk', '', 0, '')
  /** Of the calls of tools, each one's place among them, by the index of its part. */
  readonly #toolCalls = new Map<number, number>()
  /** What came so far, for what can only be told at the end. */
  readonly #parts: Part[] = []

  constructor(question: Pick<ChatQuestion, 'includeUsage' | 'warnings'>) {
    this.#question = question
  }

  /** The events for a batch of messages. */
  batch(messages: readonly GenerateChatStreamResponse[]): string {
    let text = ''
    for (const message of messages) text += this.#message(message.event)
    return text
  }

  #message(message: GenerateChatStreamResponse['event']): string {
    switch (message.case) {
      case 'started': {
        const { responseId, model } = message.value
        this.#head = headOf('chat.completion.chunk', responseId, createdOf(message.value), model)
        return this.#chunk({ role: 'assistant', content: '', refusal: null })
      }
      case 'partStarted':
        fold(this.#parts, message)
        return this.#chunk(this.#started(message.value))
      case 'partDelta':
        fold(this.#parts, message)
        return this.#chunk(this.#delta(message.value))
      case 'partEnded':
        fold(this.#parts, message)
        return ''
      case 'finished':
        return message.value.info ? this.#finished(message.value.info) : ''
      default:
        return ''
    }
  }

  #started({ index, part }: PartStarted): Delta | undefined {
    const content = part?.content
    switch (content?.case) {
      case 'text':
        return content.value === '' ? undefined : { content: content.value }
      case 'reasoning':
        return content.value.text === '' ? undefined : { reasoning_content: content.value.text }
      case 'toolCall': {
        const place = this.#toolCalls.size
        this.#toolCalls.set(index, place)
        return { tool_calls: [{ index: place, ...toolCallJson(content.value) }] }
      }
      case 'image':
        return part && { images: pictureOf(part) }
      case 'audio':
        return part && { audio: soundOf(part)[0] }
      default:
        return undefined
    }
  }

  #delta({ index, delta }: PartDelta): Delta | undefined {
    switch (delta.case) {
      case 'text':
        return { content: delta.value }
      case 'reasoning':
        return { reasoning_content: delta.value }
      case 'arguments':
        return { tool_calls: [{ index: this.#toolCalls.get(index), function: { arguments: delta.value } }] }
      default:
        return undefined
    }
  }

  #finished(info: AnswerInfo): string {
    const { includeUsage, warnings } = this.#question
    this.#head = { ...this.#head, model: info.model }
    const parts = this.#parts.filter(Boolean)
    const provider_state = encodeState(parts)
    const refused = info.finishReason === FinishReason.REFUSAL
    const delta = {
      ...(refused && { refusal: textOf(messageOf(0, parts)) }),
      ...(provider_state && { provider_state }),
    }
    const about = { switchyard: infoJson(info, warnings) }
    const finish = finishReasonOf(info.finishReason)
    if (!includeUsage) return this.#chunk(delta, finish, about)
    return this.#chunk(delta, finish) + event({ ...this.#head, choices: [], usage: chatUsage(info), ...about })
  }

  #chunk(delta: Delta | undefined, finish_reason: string | null = null, about = {}): string {
    if (!delta) return ''
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }]
    const usage = this.#question.includeUsage ? { usage: null } : {}
    return event({ ...this.#head, choices, ...usage, ...about })
  }
}
