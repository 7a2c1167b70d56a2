import type { CompareFailure } from '#gen/switchyard/v1/generation_pb.js'
import { type AnswerInfo, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { cost, seconds, tokens } from './format.ts'
import { printable } from './printable.ts'
import { dim, note, type Terminal } from './terminal.ts'

/** Prints an answer as it comes: its text on standard output, all that is said about it on standard error. */
export class AnswerPrinter {
  readonly #terminal: Terminal
  readonly #showsReasoning: boolean
  #open: 'text' | 'reasoning' | undefined

  constructor(terminal: Terminal, showsReasoning: boolean) {
    this.#terminal = terminal
    this.#showsReasoning = showsReasoning
  }

  text(text: string): void {
    if (this.#open === 'reasoning') this.endLine()
    this.#terminal.output.write(printable(text))
    if (text !== '') this.#open = text.endsWith('\n') ? undefined : 'text'
  }

  reasoning(text: string): void {
    if (!this.#showsReasoning || text === '') return
    if (this.#open === 'text') this.endLine()
    this.#terminal.errors.write(dim(this.#terminal, printable(text)))
    this.#open = text.endsWith('\n') ? undefined : 'reasoning'
  }

  /** Ends the line that was begun, if any. */
  endLine(): void {
    if (this.#open === 'text') this.#terminal.output.write('\n')
    if (this.#open === 'reasoning') this.#terminal.errors.write('\n')
    this.#open = undefined
  }

  /** Why there is no more of the answer. */
  failure({ message, reason }: Pick<CompareFailure, 'message' | 'reason'>): void {
    this.endLine()
    this.#terminal.errors.write(`${printable(`Error: ${message}\nReason: ${reason}`)}\n`)
  }

  /** What there is to know about the answer, in one line, and its warnings. */
  end(info: AnswerInfo | undefined): void {
    this.endLine()
    if (!info) return
    for (const warning of info.warnings) note(this.#terminal, `Warning: ${warning}`)
    const first = seconds(info.timeToFirstToken)
    const facts = [
      `${info.model} (${info.provider})`,
      `${tokens(info.usage)} tokens`,
      cost(info.cost),
      seconds(info.latency),
      first && `first token ${first}`,
      info.finishReason === FinishReason.STOP ? '' : FinishReason[info.finishReason].toLowerCase().replaceAll('_', ' '),
    ]
    note(this.#terminal, facts.filter(Boolean).join(' · '))
  }
}
