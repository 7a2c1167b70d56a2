import type { Message, Part, ToolCall } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { objectIn } from '../wire/json.ts'
import { fieldOf, notSupported } from '../wire/request.ts'
import { fileOrImage, sound } from './media.ts'
import { FOREIGN_SIGNATURE, signatureOf } from './signature.ts'
import { thinkingOf } from './thinking.ts'

type WirePart = Record<string, unknown>

/** An assistant's message, each part with the signature that it came with. */
export function modelParts(call: TargetedCall, message: Message, index: number): WirePart[] {
  const parts = message.parts.flatMap((part, at) => modelPart(call, part, fieldOf(part, index, at)))
  const first = parts.find((part) => part.functionCall !== undefined)
  if (first && thinkingOf(call.target.model) === 'level') first.thoughtSignature ??= FOREIGN_SIGNATURE
  return parts
}

function modelPart(call: TargetedCall, part: Part, field: string): WirePart[] {
  const { content } = part
  const signature = signatureOf(call, part, field)
  switch (content.case) {
    case 'text':
      return [{ text: content.value, ...signature }]
    case 'toolCall':
      return [{ functionCall: functionCall(call, content.value, field), ...signature }]
    case 'reasoning':
      return reasoning(content.value.text, signature)
    case 'image':
    case 'file':
      return [{ ...fileOrImage(content.value), ...signature }]
    case 'audio':
      return [{ ...sound(content.value), ...signature }]
    default:
      throw notSupported(call, field, "an assistant's message cannot hold the results of tools.")
  }
}

/** Reasoning goes back for its signature; without one it is another vendor's, or of no use. */
function reasoning(text: string, signature: { thoughtSignature?: string }): WirePart[] {
  if (signature.thoughtSignature === undefined) return []
  return [{ text, ...(text === '' ? {} : { thought: true }), ...signature }]
}

function functionCall(call: TargetedCall, { id, name, arguments: text }: ToolCall, field: string): WirePart {
  return { id, name, args: argumentsOf(call, text, field) }
}

function argumentsOf(call: TargetedCall, text: string, field: string): unknown {
  const parsed = text === '' ? {} : objectIn(text)
  if (parsed) return parsed
  throw notSupported(call, `${field}.arguments`, 'Gemini takes arguments as a JSON object only.')
}
