import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import { fieldOf, notSupported, resultText } from '../wire/request.ts'
import { type AssistantTurn, giveMediaBack, giveReasoningBack } from './assistant-turn.ts'
import { chatContent } from './chat-content.ts'
import { type ChatDraft, leaveOut } from './chat-draft.ts'
import { toolCallId } from './tool-call-id.ts'

type WireMessage = Record<string, unknown>

/** The conversation as Chat Completions takes it. */
export function chatMessages(draft: ChatDraft): WireMessage[] {
  return draft.call.request.messages.flatMap((message, index) => {
    const named = nameOf(draft, message, index)
    switch (message.role) {
      case Role.SYSTEM:
        return [{ role: draft.compatibility.systemRole, ...named, content: textContent(draft, message, index) }]
      case Role.USER:
        return [{ role: 'user', ...named, content: userContent(draft, message, index) }]
      case Role.TOOL:
        return toolMessages(draft, message, index)
      default:
        return assistantContent(draft, message, index).map((content) => ({ role: 'assistant', ...named, ...content }))
    }
  })
}

function nameOf(draft: ChatDraft, { name }: Message, index: number): WireMessage {
  if (name === undefined || draft.compatibility.messageNames) return name === undefined ? {} : { name }
  leaveOut(draft, `messages[${index}].name`, `the provider "${draft.call.target.provider}" takes no names.`)
  return {}
}

/** One text goes as plain text, which every server takes. */
function plain(parts: readonly WireMessage[]): string | readonly WireMessage[] {
  const [first] = parts
  return parts.length === 1 && first?.type === 'text' ? (first.text as string) : parts
}

function userContent(draft: ChatDraft, message: Message, index: number) {
  return plain(message.parts.map((part, at) => chatContent(draft, part, fieldOf(part, index, at))))
}

function textContent(draft: ChatDraft, message: Message, index: number) {
  return plain(message.parts.map((part, at) => textOnly(draft, part, fieldOf(part, index, at))))
}

function textOnly({ call }: ChatDraft, part: Part, field: string): WireMessage {
  if (part.content.case === 'text') return { type: 'text', text: part.content.value }
  throw notSupported(call, field, 'this message can hold text only.')
}

/** Nothing, when all that the message holds is left out. */
function assistantContent(draft: ChatDraft, message: Message, index: number): WireMessage[] {
  const turn: AssistantTurn = { pieces: [], fields: {} }
  const toolCalls: WireMessage[] = []
  message.parts.forEach((part, at) => {
    const { content } = part
    const field = fieldOf(part, index, at)
    if (content.case === 'toolCall') {
      const { id, name, arguments: text } = content.value
      toolCalls.push({
        id: toolCallId(id, draft.compatibility),
        type: 'function',
        function: { name, arguments: text },
      })
    } else if (content.case === 'reasoning') giveReasoningBack(draft, part, field, turn)
    else if (!giveMediaBack(draft, part, field, turn)) turn.pieces.push(textOnly(draft, part, field))
  })
  const fields = { ...turn.fields, ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }) }
  if (turn.pieces.length > 0) return [{ content: plain(turn.pieces), ...fields }]
  if (Object.keys(fields).length === 0) return []
  return [{ content: toolCalls.length > 0 ? null : '', ...fields }]
}

/** One message for each result. */
function toolMessages(draft: ChatDraft, message: Message, index: number): WireMessage[] {
  return message.parts.map((part, at) => {
    const { content } = part
    if (content.case !== 'toolResult') {
      throw notSupported(draft.call, fieldOf(part, index, at), 'a tool message can hold tool results only.')
    }
    const id = toolCallId(content.value.toolCallId, draft.compatibility)
    return { role: 'tool', tool_call_id: id, content: resultText(content.value) }
  })
}
