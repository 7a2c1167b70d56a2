import type { AnswerWriter } from '../wire/answer-writer.ts'
import { bytesOf, image } from './chat-media.ts'
import type { ResponsesItem, ResponsesText } from './responses-chunk.ts'
import { imageState, messageState, reasoningState } from './responses-state.ts'

interface Running {
  readonly part: number
  /** Which of several pieces of a part is being written. */
  piece: string
}

/** Contents of one item have numbers below this. */
const CONTENTS_PER_ITEM = 4096

/**
 * The parts of a response. They begin with their first content, wherever it comes from: a delta, or the finished item
 * of a server that sends no deltas.
 */
export class ResponsesParts {
  readonly #writer: AnswerWriter
  readonly #provider: string
  readonly #running = new Map<number, Running>()
  refused = false
  calledTools = false

  constructor(writer: AnswerWriter, provider: string) {
    this.#writer = writer
    this.#provider = provider
  }

  text(output: number, content: number, value: string): void {
    if (value === '') return
    const key = output * CONTENTS_PER_ITEM + content
    const running = this.#running.get(key) ?? this.#begin(key, { case: 'text', value: '' })
    this.#writer.grow(running.part, 'text', value)
  }

  refusal(output: number, content: number, value: string): void {
    this.refused = true
    this.text(output, content, value)
  }

  /** Pieces of reasoning, such as the paragraphs of a summary, are set apart by an empty line. */
  reasoning(output: number, piece: string, value: string): void {
    if (value === '') return
    const running = this.#running.get(output * CONTENTS_PER_ITEM) ?? this.#beginReasoning(output, piece)
    const apart = running.piece === piece ? '' : '\n\n'
    running.piece = piece
    this.#writer.grow(running.part, 'reasoning', apart + value)
  }

  toolCall(output: number, item: ResponsesItem): void {
    this.calledTools = true
    const { call_id: id = '', name = '' } = item
    const value = { $typeName: 'switchyard.v1.ToolCall', id, name, arguments: '' } as const
    this.#begin(output * CONTENTS_PER_ITEM, { case: 'toolCall', value })
  }

  arguments(output: number, value: string): void {
    const running = this.#running.get(output * CONTENTS_PER_ITEM)
    if (!running) return
    running.piece = 'arguments'
    this.#writer.grow(running.part, 'arguments', value)
  }

  /** An item is complete: writes what did not come as deltas, and ends its parts. */
  item(output: number, item: ResponsesItem): void {
    if (item.type === 'message') this.#message(output, item)
    else if (item.type === 'function_call') this.#functionCall(output, item)
    else if (item.type === 'reasoning') this.#reasoningItem(output, item)
    else if (item.type === 'image_generation_call') this.#image(item)
  }

  #message(output: number, item: ResponsesItem): void {
    for (const [index, content] of (item.content ?? []).entries()) {
      const key = output * CONTENTS_PER_ITEM + index
      if (content.type === 'refusal') this.refused = true
      if (!this.#running.has(key)) this.text(output, index, textIn(content))
      const running = this.#running.get(key)
      if (running) this.#writer.end(running.part, messageState(item, this.#provider))
    }
  }

  #functionCall(output: number, item: ResponsesItem): void {
    const key = output * CONTENTS_PER_ITEM
    if (!this.#running.has(key)) this.toolCall(output, item)
    const running = this.#running.get(key)
    if (!running) return
    if (running.piece === '' && typeof item.arguments === 'string') this.arguments(output, item.arguments)
    this.#writer.end(running.part)
  }

  #image(item: ResponsesItem): void {
    if (typeof item.result !== 'string' || item.result === '') return
    const format = typeof item.output_format === 'string' ? item.output_format : 'png'
    const value = image(`image/${format}`, { case: 'data', value: bytesOf(item.result) })
    this.#writer.end(this.#writer.start({ case: 'image', value }), imageState(item, this.#provider))
  }

  #reasoningItem(output: number, item: ResponsesItem): void {
    const key = output * CONTENTS_PER_ITEM
    if (!this.#running.has(key)) {
      for (const [index, piece] of (item.summary ?? []).entries())
        this.reasoning(output, `summary ${index}`, textIn(piece))
      for (const [index, piece] of (item.content ?? []).entries())
        this.reasoning(output, `text ${index}`, textIn(piece))
    }
    const state = reasoningState(item, this.#provider)
    const running = this.#running.get(key) ?? (state && this.#beginReasoning(output, ''))
    if (running) this.#writer.end(running.part, state)
  }

  #beginReasoning(output: number, piece: string): Running {
    const value = { $typeName: 'switchyard.v1.Reasoning', text: '' } as const
    const running = this.#begin(output * CONTENTS_PER_ITEM, { case: 'reasoning', value })
    running.piece = piece
    return running
  }

  #begin(key: number, content: Parameters<AnswerWriter['start']>[0]): Running {
    const running = { part: this.#writer.start(content), piece: '' }
    this.#running.set(key, running)
    return running
  }
}

function textIn({ text, refusal }: ResponsesText): string {
  if (typeof text === 'string') return text
  return typeof refusal === 'string' ? refusal : ''
}
