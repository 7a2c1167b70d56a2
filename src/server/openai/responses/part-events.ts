import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { outputItem, outputText, summaryText } from './items.ts'

/** An event without its number; its name is its `type`. */
export type EventBody = { readonly type: string } & Readonly<Record<string, unknown>>

/** An item of the output while it grows. */
export interface GrowingItem {
  readonly id: string
  readonly place: number
  /** What came of it so far. */
  readonly part: Part
  /** Whether its summary was told of, where it is reasoning: some has none, only what its provider needs back. */
  hasSummary: boolean
}

const PIECE = { content_index: 0 } as const
const SUMMARY = { summary_index: 0 } as const

/** The events of an item that begins, which may have come with its first piece, or all of it. */
export function* itemStarted(item: GrowingItem): Generator<EventBody> {
  const { id, place, part } = item
  const { content } = part
  yield { type: 'response.output_item.added', output_index: place, item: outputItem(emptied(part), id, 'in_progress') }
  if (content.case === 'text') {
    yield { type: 'response.content_part.added', ...positionOf(item), ...PIECE, part: outputText('') }
  }
  const first = textOf(content)
  if (first !== '') yield* itemGrown(item, first)
}

/** The events of an item that grows by a text. */
export function* itemGrown(item: GrowingItem, delta: string): Generator<EventBody> {
  const at = positionOf(item)
  switch (item.part.content.case) {
    case 'text':
      yield { type: 'response.output_text.delta', ...at, ...PIECE, delta, logprobs: [] }
      break
    case 'reasoning':
      if (!item.hasSummary) {
        item.hasSummary = true
        yield { type: 'response.reasoning_summary_part.added', ...at, ...SUMMARY, part: summaryText('') }
      }
      yield { type: 'response.reasoning_summary_text.delta', ...at, ...SUMMARY, delta }
      break
    case 'toolCall':
      yield { type: 'response.function_call_arguments.delta', ...at, delta }
  }
}

/** What grows of a part. */
function textOf(content: Part['content']): string {
  switch (content.case) {
    case 'text':
      return content.value
    case 'reasoning':
      return content.value.text
    case 'toolCall':
      return content.value.arguments
    default:
      return ''
  }
}

/** A part as it is before it has grown. */
function emptied(part: Part): Part {
  const { content } = part
  if (content.case === 'reasoning') return { ...part, content: { ...content, value: { ...content.value, text: '' } } }
  if (content.case === 'toolCall')
    return { ...part, content: { ...content, value: { ...content.value, arguments: '' } } }
  return part
}

/** The events of an item that is complete. */
export function* itemEnded(item: GrowingItem): Generator<EventBody> {
  const { id, place, part } = item
  const { content } = part
  const at = positionOf(item)
  switch (content.case) {
    case 'text': {
      const text = content.value
      yield { type: 'response.output_text.done', ...at, ...PIECE, text, logprobs: [] }
      yield { type: 'response.content_part.done', ...at, ...PIECE, part: outputText(text) }
      break
    }
    case 'reasoning': {
      const { text } = content.value
      if (!item.hasSummary) break
      yield { type: 'response.reasoning_summary_text.done', ...at, ...SUMMARY, text }
      yield { type: 'response.reasoning_summary_part.done', ...at, ...SUMMARY, part: summaryText(text) }
      break
    }
    case 'toolCall': {
      const { name, arguments: text } = content.value
      yield { type: 'response.function_call_arguments.done', ...at, name, arguments: text }
    }
  }
  yield { type: 'response.output_item.done', output_index: place, item: outputItem(part, id, 'completed') }
}

function positionOf({ id, place }: GrowingItem) {
  return { item_id: id, output_index: place }
}
