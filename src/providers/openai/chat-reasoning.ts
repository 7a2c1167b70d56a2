import type { AnswerWriter } from '../wire/answer-writer.ts'
import { textOf } from '../wire/untrusted.ts'
import { chatState, type ReasoningField } from './chat-state.ts'

/** A block of OpenRouter's `reasoning_details`, or a piece of one. */
interface Detail {
  readonly type?: unknown
  readonly index?: unknown
  text?: unknown
  summary?: unknown
  signature?: unknown
}

/** The reasoning of an answer: one part, with what lets it go back on the next turn. */
export class ChatReasoning {
  readonly #writer: AnswerWriter
  readonly #provider: string
  /** Whether the server takes it back. */
  readonly #goesBack: boolean
  readonly #details: Detail[] = []
  #part = -1
  #field: ReasoningField = 'reasoning'

  constructor(writer: AnswerWriter, provider: string, goesBack: boolean) {
    this.#writer = writer
    this.#provider = provider
    this.#goesBack = goesBack
  }

  say(field: ReasoningField, text: string): void {
    if (text === '') return
    if (this.#part === -1) this.#start()
    this.#field = field
    this.#writer.grow(this.#part, 'reasoning', text)
  }

  /** Blocks that follow one another in pieces become whole again. */
  add(details: readonly unknown[]): void {
    if (!this.#goesBack) return
    for (const detail of details) {
      if (typeof detail !== 'object' || detail === null) continue
      const last = this.#details.at(-1)
      if (last && isMore(detail, last)) lengthen(last, detail)
      else this.#details.push({ ...detail })
    }
  }

  /** Nothing more of it will come. A part without text begins here where only its state came. */
  end(): void {
    if (!this.#goesBack) return
    if (this.#part === -1 && this.#details.length > 0) this.#start()
    if (this.#part === -1) return
    const state = this.#details.length > 0 ? { reasoning_details: this.#details } : { reasoning: this.#field }
    this.#writer.end(this.#part, chatState(this.#provider, state))
  }

  #start(): void {
    this.#part = this.#writer.start({ case: 'reasoning', value: { $typeName: 'switchyard.v1.Reasoning', text: '' } })
  }
}

/** Encrypted blocks come whole. */
function isMore(piece: Detail, last: Detail): boolean {
  const { type, index } = piece
  return (type === 'reasoning.text' || type === 'reasoning.summary') && type === last.type && index === last.index
}

function lengthen(last: Detail, piece: Detail): void {
  if (typeof piece.text === 'string') last.text = textOf(last.text) + piece.text
  if (typeof piece.summary === 'string') last.summary = textOf(last.summary) + piece.summary
  if (piece.signature) last.signature = piece.signature
}
