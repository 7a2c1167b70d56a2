import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import { type Answer, endingOf } from './answer.ts'
import type { AnswerEvent, Ending } from './events.ts'

/** The whole answer as one message. Throws the answer's error. */
export async function collect(answer: Answer): Promise<{ message: Message; ending: Ending }> {
  const parts: Part[] = []
  for await (const batch of answer.events) {
    for (const event of batch) fold(parts, event)
  }
  const ending = await endingOf(answer)
  const message: Message = { $typeName: 'switchyard.v1.Message', role: Role.ASSISTANT, parts: parts.filter(Boolean) }
  return { message, ending }
}

/** Adds an event to the parts of a message; `parts` is indexed by the events' part index. */
export function fold(parts: Part[], event: AnswerEvent): void {
  switch (event.case) {
    case 'partStarted': {
      // A copy: the event may also be on its way to a socket.
      const { content } = event.value.part ?? { content: { case: undefined } }
      parts[event.value.index] = { $typeName: 'switchyard.v1.Part', content: copyContent(content) }
      return
    }
    case 'partDelta':
      append(parts[event.value.index], event.value.delta)
      return
    case 'partEnded': {
      const part = parts[event.value.index]
      if (part && event.value.providerState) part.providerState = event.value.providerState
      return
    }
    case 'usage':
      return
    default:
      event satisfies never
  }
}

type Delta = Extract<AnswerEvent, { case: 'partDelta' }>['value']['delta']

function append(part: Part | undefined, delta: Delta): void {
  if (!part) return
  const { content } = part
  if (delta.case === 'text' && content.case === 'text') content.value += delta.value
  else if (delta.case === 'reasoning' && content.case === 'reasoning') content.value.text += delta.value
  else if (delta.case === 'arguments' && content.case === 'toolCall') content.value.arguments += delta.value
}

function copyContent(content: Part['content']): Part['content'] {
  if (content.case === 'reasoning' || content.case === 'toolCall') {
    return { case: content.case, value: { ...content.value } } as Part['content']
  }
  return { ...content } as Part['content']
}

/** The text of a message, its text parts joined. */
export function textOf(message: Message): string {
  let text = ''
  for (const { content } of message.parts) if (content.case === 'text') text += content.value
  return text
}
