import type { AnswerWriter } from '../wire/answer-writer.ts'
import type { ChatToolCall } from './chat-chunk.ts'

interface Running {
  readonly id: string
  readonly part: number
}

/** The tool calls of an answer, whose arguments come in pieces. */
export class ChatToolCalls {
  readonly #writer: AnswerWriter
  readonly #callId: string
  readonly #byIndex = new Map<number, Running>()
  #count = 0

  constructor(writer: AnswerWriter, callId: string) {
    this.#writer = writer
    this.#callId = callId
  }

  get count(): number {
    return this.#count
  }

  add(pieces: readonly ChatToolCall[]): void {
    pieces.forEach((piece, position) => {
      const index = piece.index ?? (piece.id ? this.#count : position)
      const known = this.#byIndex.get(index)
      const running = known && isMore(piece, known) ? known : this.#start(index, piece)
      const text = piece.function?.arguments
      if (typeof text === 'string') this.#writer.grow(running.part, 'arguments', text)
      else if (text) this.#writer.grow(running.part, 'arguments', JSON.stringify(text))
    })
  }

  #start(index: number, piece: ChatToolCall): Running {
    const id = piece.id || `call_${this.#callId}_${this.#count}`
    this.#count += 1
    const name = piece.function?.name ?? ''
    const part = this.#writer.start({
      case: 'toolCall',
      value: { $typeName: 'switchyard.v1.ToolCall', id, name, arguments: '' },
    })
    const running = { id, part }
    this.#byIndex.set(index, running)
    return running
  }
}

/** Some servers give every call of an answer the index 0: a new id with a name is a new call. */
function isMore(piece: ChatToolCall, running: Running): boolean {
  return !piece.id || piece.id === running.id || !piece.function?.name
}
