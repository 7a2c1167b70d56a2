import type { AnswerWriter } from '../wire/answer-writer.ts'
import type { ErrorContext } from '../wire/errors.ts'
import { jsonOf } from '../wire/json.ts'
import { textOf } from '../wire/untrusted.ts'
import type { ChatToolCall } from './chat-chunk.ts'

interface Running {
  readonly id: string
  readonly part: number
}

/** The tool calls of an answer, whose arguments come in pieces. */
export class ChatToolCalls {
  readonly #writer: AnswerWriter
  readonly #callId: string
  readonly #context: ErrorContext
  readonly #byIndex = new Map<unknown, Running>()
  #count = 0

  constructor(writer: AnswerWriter, callId: string, context: ErrorContext) {
    this.#writer = writer
    this.#callId = callId
    this.#context = context
  }

  get count(): number {
    return this.#count
  }

  add(pieces: readonly (ChatToolCall | null)[]): void {
    pieces.forEach((piece, position) => {
      if (piece) this.#add(piece, position)
    })
  }

  #add(piece: ChatToolCall, position: number): void {
    const index = piece.index ?? (piece.id ? this.#count : position)
    const known = this.#byIndex.get(index)
    const running = known && isMore(piece, known) ? known : this.#start(index, piece)
    const text = piece.function?.arguments
    if (typeof text === 'string') this.#writer.grow(running.part, 'arguments', text)
    else if (text) this.#writer.grow(running.part, 'arguments', jsonOf(text, this.#context))
  }

  #start(index: unknown, piece: ChatToolCall): Running {
    const id = textOf(piece.id) || `call_${this.#callId}_${this.#count}`
    this.#count += 1
    const name = textOf(piece.function?.name)
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
