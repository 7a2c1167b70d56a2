import type { AnswerWriter } from '../wire/answer-writer.ts'
import { jsonOf } from '../wire/json.ts'
import type { State } from '../wire/state.ts'
import { textOf } from '../wire/untrusted.ts'
import type { ContentBlock, Delta } from './message-event.ts'
import { redactedState, signatureState } from './state.ts'

/** A block that becomes a part of the answer. */
interface Running {
  readonly part: number
  readonly block: ContentBlock
  signature: string
  /** Whether arguments have come in pieces; else they stand in the block. */
  hasArguments: boolean
}

/** The blocks of a message, by their index in it. */
export class MessageBlocks {
  readonly #writer: AnswerWriter
  readonly #provider: string
  readonly #running = new Map<unknown, Running>()

  constructor(writer: AnswerWriter, provider: string) {
    this.#writer = writer
    this.#provider = provider
  }

  start(index: unknown, block: ContentBlock): void {
    const part = this.#startPart(block)
    if (part === undefined) return
    this.#running.set(index, { part, block, signature: textOf(block.signature), hasArguments: false })
    if (block.type === 'text') this.#writer.grow(part, 'text', textOf(block.text))
    else if (block.type === 'thinking') this.#writer.grow(part, 'reasoning', textOf(block.thinking))
  }

  #startPart({ type, id, name }: ContentBlock): number | undefined {
    switch (type) {
      case 'text':
        return this.#writer.start({ case: 'text', value: '' })
      case 'thinking':
      case 'redacted_thinking':
        return this.#writer.start({ case: 'reasoning', value: { $typeName: 'switchyard.v1.Reasoning', text: '' } })
      case 'tool_use': {
        const called = { id: textOf(id), name: textOf(name), arguments: '' }
        return this.#writer.start({ case: 'toolCall', value: { $typeName: 'switchyard.v1.ToolCall', ...called } })
      }
      default:
        return undefined
    }
  }

  /** A delta that is not of its block's kind has no place, and is passed over like those of other types. */
  grow(index: unknown, delta: Delta): void {
    const running = this.#running.get(index)
    if (!running) return
    const { type } = running.block
    switch (delta.type) {
      case 'text_delta':
        if (type === 'text') this.#writer.grow(running.part, 'text', textOf(delta.text))
        break
      case 'thinking_delta':
        if (type === 'thinking') this.#writer.grow(running.part, 'reasoning', textOf(delta.thinking))
        break
      case 'signature_delta':
        running.signature += textOf(delta.signature)
        break
      case 'input_json_delta':
        if (type === 'tool_use') this.#addArguments(running, textOf(delta.partial_json))
    }
  }

  #addArguments(running: Running, text: string): void {
    if (text === '') return
    running.hasArguments = true
    this.#writer.grow(running.part, 'arguments', text)
  }

  end(index: unknown): void {
    const running = this.#running.get(index)
    if (!running) return
    this.#running.delete(index)
    const { part, block, hasArguments } = running
    if (block.type === 'tool_use' && !hasArguments)
      this.#writer.grow(part, 'arguments', jsonOf(block.input ?? {}, { provider: this.#provider }))
    this.#writer.end(part, this.#stateOf(running))
  }

  #stateOf({ block, signature }: Running): State | undefined {
    if (block.type === 'thinking') return signatureState(signature, this.#provider)
    return block.type === 'redacted_thinking' ? redactedState(textOf(block.data), this.#provider) : undefined
  }
}
