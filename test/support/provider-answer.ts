import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { fold } from '../../src/core/collect.ts'
import type { GatewayError } from '../../src/core/errors.ts'
import { toGatewayError } from '../../src/core/errors.ts'
import type { Ending, ProviderEvent } from '../../src/core/events.ts'

/** All that came of one attempt at a provider. */
export interface ProviderAnswer {
  readonly parts: Part[]
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: { id: string; name: string; arguments: string }[]
  /** Undefined: the terminal marker never came. */
  readonly ending: Ending | undefined
  /** What the iteration threw. */
  readonly error: GatewayError | undefined
  /** The events as they came, one array for each network read. */
  readonly batches: (readonly ProviderEvent[])[]
}

/** Reads an attempt to its end, whatever that is. */
export async function readAnswer(events: AsyncIterable<readonly ProviderEvent[]>): Promise<ProviderAnswer> {
  const parts: Part[] = []
  const batches: (readonly ProviderEvent[])[] = []
  let ending: Ending | undefined
  let error: GatewayError | undefined
  try {
    for await (const batch of events) {
      batches.push(batch)
      for (const event of batch) {
        if (event.case === 'ended') ending = event.value
        else fold(parts, event)
      }
    }
  } catch (thrown) {
    error = toGatewayError(thrown)
  }
  return { parts, batches, ending, error, ...gathered(parts) }
}

function gathered(parts: readonly Part[]) {
  let text = ''
  let reasoning = ''
  const toolCalls: ProviderAnswer['toolCalls'] = []
  for (const { content } of parts) {
    if (content.case === 'text') text += content.value
    else if (content.case === 'reasoning') reasoning += content.value.text
    else if (content.case === 'toolCall') {
      const { id, name, arguments: text } = content.value
      toolCalls.push({ id, name, arguments: text })
    }
  }
  return { text, reasoning, toolCalls }
}
