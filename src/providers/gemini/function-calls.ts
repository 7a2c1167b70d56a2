import type { AnswerWriter } from '../wire/answer-writer.ts'
import { malformed } from '../wire/errors.ts'
import { jsonOf } from '../wire/json.ts'
import type { GeminiFunctionCall } from './chunk.ts'
import { signatureState } from './signature.ts'
import { type PartialArgument, StreamedArguments } from './streamed-arguments.ts'

interface Running {
  readonly index: number
  readonly streamed: StreamedArguments
  signature: string
}

/** The function calls of an answer. They come whole, or in pieces when the caller asks for that. */
export class FunctionCalls {
  readonly #writer: AnswerWriter
  readonly #provider: string
  readonly #callId: string
  #running: Running | undefined
  #count = 0

  /** `callId` makes ids for calls that come without one. */
  constructor(writer: AnswerWriter, provider: string, callId: string) {
    this.#writer = writer
    this.#provider = provider
    this.#callId = callId
  }

  get count(): number {
    return this.#count
  }

  add(call: GeminiFunctionCall, signature: string): void {
    const { name, args, partialArgs, willContinue } = call
    if (typeof name === 'string') this.#begin(name, call.id)
    const running = this.#running
    if (!running) return
    running.signature ||= signature
    if (Array.isArray(partialArgs)) for (const piece of partialArgs) this.#grow(running, piece ?? {})
    if (willContinue !== true) this.#end(args)
  }

  /** Nothing more comes. */
  end(): void {
    this.#end(undefined)
  }

  #begin(name: string, given: unknown): void {
    this.end()
    const id = typeof given === 'string' && given !== '' ? given : `call_${this.#callId}_${this.#count}`
    this.#count += 1
    const value = { $typeName: 'switchyard.v1.ToolCall', id, name, arguments: '' } as const
    const index = this.#writer.start({ case: 'toolCall', value })
    this.#running = { index, streamed: new StreamedArguments(), signature: '' }
  }

  #grow({ streamed }: Running, piece: PartialArgument): void {
    if (!streamed.add(piece)) throw malformed({ provider: this.#provider }, 'an argument of a function without a place')
  }

  #end(args: unknown): void {
    if (!this.#running) return
    const { index, streamed, signature } = this.#running
    this.#running = undefined
    this.#writer.grow(index, 'arguments', args ? jsonOf(args, { provider: this.#provider }) : streamed.json())
    this.#writer.end(index, signature === '' ? undefined : signatureState(signature, this.#provider))
  }
}
