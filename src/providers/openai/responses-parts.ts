import type { AnswerWriter } from '../wire/answer-writer.ts'
import type { State } from '../wire/state.ts'
import { bytesOf, image } from './chat-media.ts'
import type { ResponsesItem, ResponsesText } from './responses-chunk.ts'
import { imageState, messageState, reasoningState } from './responses-state.ts'

interface Running {
  readonly part: number
  /** Which of several pieces of a part is being written. */
  piece: string
  open: boolean
}

type Kind = 'text' | 'reasoning' | 'arguments'

/** Contents of one item have numbers below this. */
const CONTENTS_PER_ITEM = 4096

/** What may stand in a media type. */
const FORMAT = /^[a-z0-9.+-]{1,64}$/

/**
 * The parts of a response. They begin with their first content, wherever it comes from: a delta, or the finished item
 * of a server that sends no deltas.
 */
export class ResponsesParts {
  readonly #writer: AnswerWriter
  readonly #provider: string
  /** The parts by kind, since a server may give things of several kinds one place. Those that have ended stay. */
  readonly #running: Record<Kind, Map<number, Running>> = {
    text: new Map(),
    reasoning: new Map(),
    arguments: new Map(),
  }
  refused = false
  calledTools = false

  constructor(writer: AnswerWriter, provider: string) {
    this.#writer = writer
    this.#provider = provider
  }

  text(output: number, content: number, value: string): void {
    if (value === '') return
    const key = keyOf(output, content)
    const running = this.#open('text', key) ?? this.#begin('text', key, { case: 'text', value: '' })
    this.#writer.grow(running.part, 'text', value)
  }

  refusal(output: number, content: number, value: string): void {
    this.refused = true
    this.text(output, content, value)
  }

  /** Pieces of reasoning, such as the paragraphs of a summary, are set apart by an empty line. */
  reasoning(output: number, piece: string, value: string): void {
    if (value === '') return
    const running = this.#open('reasoning', keyOf(output)) ?? this.#beginReasoning(output, piece)
    const apart = running.piece === piece ? '' : '\n\n'
    running.piece = piece
    this.#writer.grow(running.part, 'reasoning', apart + value)
  }

  toolCall(output: number, item: ResponsesItem): void {
    this.calledTools = true
    const called = { id: stringOf(item.call_id), name: stringOf(item.name), arguments: '' }
    const value = { $typeName: 'switchyard.v1.ToolCall', ...called } as const
    this.#begin('arguments', keyOf(output), { case: 'toolCall', value })
  }

  arguments(output: number, value: string): void {
    const running = this.#open('arguments', keyOf(output))
    if (!running) return
    running.piece = 'arguments'
    this.#writer.grow(running.part, 'arguments', value)
  }

  /** An item is complete: writes what did not come as deltas, and ends its parts. */
  item(output: number, item: ResponsesItem | null): void {
    if (item === null) return
    if (item.type === 'message') this.#message(output, item)
    else if (item.type === 'function_call') this.#functionCall(output, item)
    else if (item.type === 'reasoning') this.#reasoningItem(output, item)
    else if (item.type === 'image_generation_call') this.#image(item)
  }

  #message(output: number, item: ResponsesItem): void {
    for (const [index, content] of listOf(item.content).entries()) {
      const key = keyOf(output, index)
      if (content?.type === 'refusal') this.refused = true
      if (!this.#running.text.has(key)) this.text(output, index, textIn(content))
      this.#end(this.#open('text', key), messageState(item, this.#provider))
    }
  }

  #functionCall(output: number, item: ResponsesItem): void {
    const key = keyOf(output)
    if (!this.#running.arguments.has(key)) this.toolCall(output, item)
    const running = this.#open('arguments', key)
    if (running?.piece === '' && typeof item.arguments === 'string') this.arguments(output, item.arguments)
    this.#end(running)
  }

  #image(item: ResponsesItem): void {
    const data = bytesOf(stringOf(item.result))
    if (data.length === 0) return
    const format = stringOf(item.output_format)
    const value = image(`image/${FORMAT.test(format) ? format : 'png'}`, { case: 'data', value: data })
    this.#writer.end(this.#writer.start({ case: 'image', value }), imageState(item, this.#provider))
  }

  #reasoningItem(output: number, item: ResponsesItem): void {
    const { reasoning } = this.#running
    const key = keyOf(output)
    if (!reasoning.has(key)) {
      for (const [index, piece] of listOf(item.summary).entries())
        this.reasoning(output, `summary ${index}`, textIn(piece))
      for (const [index, piece] of listOf(item.content).entries())
        this.reasoning(output, `text ${index}`, textIn(piece))
    }
    const state = reasoningState(item, this.#provider)
    this.#end(reasoning.get(key) ?? (state && this.#beginReasoning(output, '')), state)
  }

  #beginReasoning(output: number, piece: string): Running {
    const value = { $typeName: 'switchyard.v1.Reasoning', text: '' } as const
    const running = this.#begin('reasoning', keyOf(output), { case: 'reasoning', value })
    running.piece = piece
    return running
  }

  #begin(kind: Kind, key: number, content: Parameters<AnswerWriter['start']>[0]): Running {
    const running = { part: this.#writer.start(content), piece: '', open: true }
    this.#running[kind].set(key, running)
    return running
  }

  #open(kind: Kind, key: number): Running | undefined {
    const running = this.#running[kind].get(key)
    return running?.open ? running : undefined
  }

  #end(running: Running | undefined, state?: State): void {
    if (!running?.open) return
    running.open = false
    this.#writer.end(running.part, state)
  }
}

function keyOf(output: number, content = 0): number {
  return output * CONTENTS_PER_ITEM + Math.min(content, CONTENTS_PER_ITEM - 1)
}

function textIn(piece: ResponsesText | null): string {
  return stringOf(piece?.text) || stringOf(piece?.refusal)
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(pieces: ResponsesItem['content']): readonly (ResponsesText | null)[] {
  return Array.isArray(pieces) ? pieces : []
}
