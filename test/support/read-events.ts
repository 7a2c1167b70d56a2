import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { systemClock } from '../../src/core/clock.ts'
import { fold } from '../../src/core/collect.ts'
import type { Ending, ProviderEvent } from '../../src/core/events.ts'
import type { AnswerReader } from '../../src/providers/wire/answer-reader.ts'

export type Json = Record<string, unknown>

/** Who the readers of a test read from. */
export const readerContext = { provider: 'played', secret: undefined, clock: systemClock }

export interface ReadEvents {
  /** The parts' contents, without what only the schema needs. */
  readonly contents: readonly Json[]
  readonly parts: readonly Part[]
  readonly ending: Ending | undefined
  readonly events: readonly ProviderEvent[]
}

/** What a reader makes of all that `feed` gives it. */
export function readEvents(reader: AnswerReader, feed: (reader: AnswerReader) => void): ReadEvents {
  feed(reader)
  reader.end()
  const parts: Part[] = []
  let ending: Ending | undefined
  const events = reader.take()
  for (const event of events) {
    if (event.case === 'ended') ending = event.value
    else fold(parts, event)
  }
  return { contents: parts.map(({ content }) => plain(content)), parts, ending, events }
}

function plain({ case: kind, value }: Part['content']): Json {
  if (typeof value !== 'object') return { [kind ?? '']: value }
  const { $typeName, ...fields } = value as unknown as Json
  return { [kind ?? '']: fields }
}
