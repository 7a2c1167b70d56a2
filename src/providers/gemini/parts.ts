import type { Part } from '#gen/switchyard/v1/content_pb.js'
import type { AnswerWriter } from '../wire/answer-writer.ts'
import type { GeminiFunctionCall, GeminiPart } from './chunk.ts'
import { FunctionCalls } from './function-calls.ts'
import { signatureState } from './signature.ts'

type Prose = 'text' | 'reasoning'

/**
 * The parts of an answer. A text comes in pieces, each a part of the vendor's: pieces of one kind that follow one
 * another are one part here, up to the piece that brings a signature. Everything else comes whole.
 */
export class GeminiParts {
  readonly #writer: AnswerWriter
  readonly #provider: string
  readonly #calls: FunctionCalls
  #open: { readonly index: number; readonly kind: Prose } | undefined
  #answered = 0

  /** `callId` makes ids for tool calls that come without one. */
  constructor(writer: AnswerWriter, provider: string, callId: string) {
    this.#writer = writer
    this.#provider = provider
    this.#calls = new FunctionCalls(writer, provider, callId)
  }

  /** Whether tools are to be run that the vendor did not run itself. */
  get calledTools(): boolean {
    return this.#calls.count > this.#answered
  }

  add(part: GeminiPart): void {
    const signature = typeof part.thoughtSignature === 'string' ? part.thoughtSignature : ''
    if (typeof part.text === 'string') this.#prose(part.thought === true ? 'reasoning' : 'text', part.text, signature)
    else if (part.functionCall) this.#call(part.functionCall, signature)
    else if (part.inlineData) this.#data(part.inlineData, signature)
    else if (part.functionResponse) this.#answered += 1
    else if (isBare(part)) this.#prose('text', '', signature)
    else this.#close()
  }

  /** Nothing more comes. */
  end(): void {
    this.#calls.end()
  }

  #prose(kind: Prose, text: string, signature: string): void {
    if (text !== '') {
      if (this.#open?.kind !== kind) this.#begin(kind)
      if (this.#open) this.#writer.grow(this.#open.index, kind, text)
    } else if (signature !== '' && this.#open?.kind !== kind) {
      // A signature of nothing that can be seen is what reasoning without text is for.
      this.#begin('reasoning')
    }
    if (signature !== '') this.#close(signature)
  }

  #begin(kind: Prose): void {
    this.#close()
    const reasoning = { case: 'reasoning', value: { $typeName: 'switchyard.v1.Reasoning', text: '' } } as const
    this.#open = { kind, index: this.#writer.start(kind === 'text' ? { case: 'text', value: '' } : reasoning) }
  }

  #call(call: GeminiFunctionCall, signature: string): void {
    this.#close()
    this.#calls.add(call, signature)
  }

  #data({ mimeType, data }: NonNullable<GeminiPart['inlineData']>, signature: string): void {
    if (typeof mimeType !== 'string' || typeof data !== 'string') return
    const bytes = Buffer.from(data, 'base64')
    if (bytes.length === 0) return
    this.#close()
    this.#end(this.#writer.start(dataContent(mimeType, bytes)), signature)
  }

  #close(signature = ''): void {
    if (this.#open) this.#end(this.#open.index, signature)
    this.#open = undefined
  }

  #end(index: number, signature: string): void {
    this.#writer.end(index, signature === '' ? undefined : signatureState(signature, this.#provider))
  }
}

/** Whether the part is nothing but a signature. */
function isBare(part: GeminiPart): boolean {
  return Object.keys(part).every((key) => key === 'thoughtSignature' || key === 'thought')
}

function dataContent(mediaType: string, data: Uint8Array<ArrayBuffer>): Part['content'] {
  const source = { case: 'data', value: data } as const
  if (mediaType.startsWith('image/')) {
    return { case: 'image', value: { $typeName: 'switchyard.v1.Image', source, mediaType } }
  }
  if (mediaType.startsWith('audio/')) {
    return { case: 'audio', value: { $typeName: 'switchyard.v1.Audio', data, mediaType } }
  }
  return { case: 'file', value: { $typeName: 'switchyard.v1.File', source, mediaType, filename: '' } }
}
