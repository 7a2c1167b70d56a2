import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatRequest, GenerateTextRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { AnswerEvent } from '../core/events.ts'

/** A prompt as the conversation that it stands for. */
export function chatOf(request: GenerateTextRequest): GenerateChatRequest {
  const messages = [textMessage(Role.USER, request.prompt)]
  if (request.system !== undefined) messages.unshift(textMessage(Role.SYSTEM, request.system))
  const chat: GenerateChatRequest = {
    $typeName: 'switchyard.v1.GenerateChatRequest',
    messages,
    tools: [],
    idempotencyKey: request.idempotencyKey,
  }
  if (request.options) chat.options = request.options
  if (request.context) chat.context = request.context
  return chat
}

export function textMessage(role: Role, text: string): Message {
  const part: Part = { $typeName: 'switchyard.v1.Part', content: { case: 'text', value: text } }
  return { $typeName: 'switchyard.v1.Message', role, parts: [part] }
}

/** The text that a batch of events adds to the answer; reasoning is not part of it. */
export function textDelta(batch: readonly AnswerEvent[]): string {
  let text = ''
  for (const event of batch) {
    if (event.case === 'partDelta' && event.value.delta.case === 'text') text += event.value.delta.value
    else if (event.case === 'partStarted' && event.value.part?.content.case === 'text')
      text += event.value.part.content.value
  }
  return text
}
