import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'
import { fieldOf, notSupported, resultText } from '../wire/request.ts'
import { chatContent } from './chat-content.ts'

type WireMessage = Record<string, unknown>

/** The conversation as Chat Completions takes it. */
export function chatMessages(call: TargetedCall, compatibility: Compatibility): WireMessage[] {
  return call.request.messages.flatMap((message, index) => {
    const named = message.name === undefined ? {} : { name: message.name }
    switch (message.role) {
      case Role.SYSTEM:
        return [{ role: compatibility.systemRole, ...named, content: textContent(call, message, index) }]
      case Role.USER:
        return [{ role: 'user', ...named, content: userContent(call, message, index) }]
      case Role.TOOL:
        return toolMessages(call, message, index)
      default:
        return [{ role: 'assistant', ...named, ...assistantContent(call, message, index) }]
    }
  })
}

/** One text goes as plain text, which every server takes. */
function plain(parts: readonly WireMessage[]): string | readonly WireMessage[] {
  const [first] = parts
  return parts.length === 1 && first?.type === 'text' ? (first.text as string) : parts
}

function userContent(call: TargetedCall, message: Message, index: number) {
  return plain(message.parts.map((part, at) => chatContent(call, part, fieldOf(part, index, at))))
}

function textContent(call: TargetedCall, message: Message, index: number) {
  return plain(message.parts.map((part, at) => textOnly(call, part, fieldOf(part, index, at))))
}

function textOnly(call: TargetedCall, part: Part, field: string): WireMessage {
  if (part.content.case === 'text') return { type: 'text', text: part.content.value }
  throw notSupported(call, field, 'this message can hold text only.')
}

/** Reasoning stays out: Chat Completions has no place for it. */
function assistantContent(call: TargetedCall, message: Message, index: number): WireMessage {
  const texts: WireMessage[] = []
  const toolCalls: WireMessage[] = []
  message.parts.forEach((part, at) => {
    const { content } = part
    if (content.case === 'toolCall') {
      const { id, name, arguments: text } = content.value
      toolCalls.push({ id, type: 'function', function: { name, arguments: text } })
    } else if (content.case !== 'reasoning') texts.push(textOnly(call, part, fieldOf(part, index, at)))
  })
  return {
    content: texts.length === 0 ? null : plain(texts),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  }
}

/** One message for each result. */
function toolMessages(call: TargetedCall, message: Message, index: number): WireMessage[] {
  return message.parts.map((part, at) => {
    const { content } = part
    if (content.case !== 'toolResult') {
      throw notSupported(call, fieldOf(part, index, at), 'a tool message can hold tool results only.')
    }
    return { role: 'tool', tool_call_id: content.value.toolCallId, content: resultText(content.value) }
  })
}
