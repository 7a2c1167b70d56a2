import { type File, type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import type { Compatibility } from '../options.ts'
import { base64, dataUrl, fieldOf, notSupported, resultText } from '../wire/request.ts'
import { ownState } from '../wire/state.ts'
import { filenameOf, imageUrl } from './chat-content.ts'
import { textState } from './responses-state.ts'

type Item = Record<string, unknown>

/** The conversation as the Responses interface takes it: items in the order of the parts. */
export function responsesInput(call: TargetedCall, compatibility: Compatibility): Item[] {
  return call.request.messages.flatMap((message, index) => {
    switch (message.role) {
      case Role.SYSTEM:
        return [{ role: compatibility.systemRole, content: contentOf(call, message, index, textOnly) }]
      case Role.USER:
        return [{ role: 'user', content: contentOf(call, message, index, userContent) }]
      case Role.TOOL:
        return message.parts.map((part, at) => toolOutput(call, part, fieldOf(part, index, at)))
      default:
        return message.parts.flatMap((part, at) => assistantItem(call, part, fieldOf(part, index, at)))
    }
  })
}

type ContentOf = (call: TargetedCall, part: Part, field: string) => Item

function contentOf(call: TargetedCall, message: Message, index: number, content: ContentOf): string | Item[] {
  const items = message.parts.map((part, at) => content(call, part, fieldOf(part, index, at)))
  return items.length === 1 && items[0]?.type === 'input_text' ? (items[0].text as string) : items
}

function textOnly(call: TargetedCall, part: Part, field: string): Item {
  if (part.content.case === 'text') return { type: 'input_text', text: part.content.value }
  throw notSupported(call, field, 'this message can hold text only.')
}

function userContent(call: TargetedCall, part: Part, field: string): Item {
  const { content } = part
  switch (content.case) {
    case 'text':
      return { type: 'input_text', text: content.value }
    case 'image':
      return { type: 'input_image', image_url: imageUrl(content.value), detail: content.value.detail ?? 'auto' }
    case 'file':
      return fileItem(content.value)
    case 'audio':
      throw notSupported(call, field, 'the Responses interface takes no sound; configure `api: chat` for the model.')
    default:
      throw notSupported(call, field, "a user's message can hold text, images and files only.")
  }
}

function fileItem(file: File): Item {
  if (file.source.case !== 'data') return { type: 'input_file', file_url: file.source.value }
  return { type: 'input_file', filename: filenameOf(file), file_data: dataUrl(file.mediaType, file.source.value) }
}

function toolOutput(call: TargetedCall, part: Part, field: string): Item {
  const { content } = part
  if (content.case !== 'toolResult') throw notSupported(call, field, 'a tool message can hold tool results only.')
  return { type: 'function_call_output', call_id: content.value.toolCallId, output: resultText(content.value) }
}

function assistantItem(call: TargetedCall, part: Part, field: string): Item[] {
  const { content } = part
  const state = ownState(call, part, field)
  switch (content.case) {
    case 'text':
      return [{ role: 'assistant', content: content.value, ...textState(state) }]
    case 'toolCall': {
      const { id, name, arguments: text } = content.value
      return [{ type: 'function_call', call_id: id, name, arguments: text }]
    }
    case 'reasoning':
      return state?.type === 'reasoning' ? [state] : []
    case 'image':
      if (state?.type === 'image_generation_call' && content.value.source.case === 'data')
        return [{ ...state, result: base64(content.value.source.value) }]
  }
  throw notSupported(call, field, "an assistant's message can hold text, reasoning and tool calls only.")
}
