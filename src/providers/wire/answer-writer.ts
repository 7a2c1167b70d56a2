import type { Part, ProviderState } from '#gen/switchyard/v1/content_pb.js'
import type { Usage } from '#gen/switchyard/v1/usage_pb.js'
import { type Ending, ended, type ProviderEvent, partDelta, partEnded, partStarted } from '../../core/events.ts'

type Growing = 'text' | 'reasoning' | 'arguments'

type ToolCallContent = Extract<Part['content'], { case: 'toolCall' }>

/** As the contract bounds the id of a result's call. */
const LONGEST_ID = 256

/**
 * Numbers the parts of an answer and gathers its events until they are taken. Deltas that follow one another within one
 * network read become one event, which saves a write each.
 */
export class AnswerWriter {
  #events: ProviderEvent[] = []
  #open: boolean[] = []
  readonly #callIds = new Set<string>()
  #lastIndex = -1
  #lastDelta: { case: string | undefined; value?: unknown } | undefined

  /** Begins a part and gives its index. */
  start(content: Part['content']): number {
    const index = this.#open.push(true) - 1
    this.#add(partStarted(index, content.case === 'toolCall' ? this.#apart(content, index) : content))
    return index
  }

  /** Results are told apart by the ids of their calls: one that came before, or that no result can name, becomes another. */
  #apart(content: ToolCallContent, index: number): ToolCallContent {
    const { id } = content.value
    const isOwn = id !== '' && id.length <= LONGEST_ID && !this.#callIds.has(id)
    const ownId = isOwn ? id : this.#free(`call_${index}`)
    this.#callIds.add(ownId)
    return isOwn ? content : { case: 'toolCall', value: { ...content.value, id: ownId } }
  }

  #free(id: string): string {
    return this.#callIds.has(id) ? this.#free(`${id}_`) : id
  }

  grow(index: number, kind: Growing, value: string): void {
    if (value === '') return
    const last = this.#lastDelta
    if (last && this.#lastIndex === index) {
      last.value += value
      return
    }
    const delta = { case: kind, value }
    this.#add(partDelta(index, delta))
    this.#lastIndex = index
    this.#lastDelta = delta
  }

  end(index: number, state?: Omit<ProviderState, '$typeName' | '$unknown'>): void {
    if (!this.#open[index]) return
    this.#open[index] = false
    this.#add(partEnded(index, state))
  }

  usage(value: Usage): void {
    this.#add({ case: 'usage', value })
  }

  /** The answer is complete: ends the parts that are still open. */
  finish(ending: Ending): void {
    for (const index of this.#open.keys()) this.end(index)
    this.#add(ended(ending))
  }

  /** The events since the last time. */
  take(): readonly ProviderEvent[] {
    const events = this.#events
    this.#events = []
    this.#lastDelta = undefined
    return events
  }

  #add(event: ProviderEvent): void {
    this.#events.push(event)
    this.#lastDelta = undefined
  }
}
