import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { fieldOf, notSupported } from '../wire/request.ts'
import { FunctionNames, functionResponse } from './function-response.ts'
import { modelParts } from './model-parts.ts'
import { userPart } from './user-part.ts'

type WirePart = Record<string, unknown>

/** A turn of the conversation. */
export interface Content {
  readonly role: 'user' | 'model'
  readonly parts: WirePart[]
}

/** The turns of the conversation; system messages stand apart. Source: https://ai.google.dev/api/caching#Content */
export function contentsOf(call: TargetedCall): Content[] {
  const contents: Content[] = []
  const names = new FunctionNames()
  let previous: Role | undefined
  for (const [index, message] of call.request.messages.entries()) {
    if (message.role === Role.SYSTEM) continue
    const content = contentOf(call, message, index, names)
    const last = contents.at(-1)
    // The vendor counts the results of a turn's calls, and wants them all in one turn.
    if (last && message.role === Role.TOOL && previous === Role.TOOL) last.parts.push(...content.parts)
    else if (content.parts.length > 0) contents.push(content)
    previous = message.role
  }
  return contents
}

/** The system messages as one, or undefined. */
export function systemInstruction(call: TargetedCall): { parts: WirePart[] } | undefined {
  const parts = call.request.messages.flatMap((message, index) => {
    if (message.role !== Role.SYSTEM) return []
    return message.parts.map((part, at) => textOnly(call, part, fieldOf(part, index, at)))
  })
  return parts.length === 0 ? undefined : { parts }
}

function contentOf(call: TargetedCall, message: Message, index: number, names: FunctionNames): Content {
  switch (message.role) {
    case Role.USER:
      return { role: 'user', parts: message.parts.map((part, at) => userPart(call, part, fieldOf(part, index, at))) }
    case Role.TOOL: {
      const parts = message.parts.map((part, at) => functionResponse(call, part, fieldOf(part, index, at), names))
      return { role: 'user', parts }
    }
    default:
      names.remember(message)
      return { role: 'model', parts: modelParts(call, message, index) }
  }
}

function textOnly(call: TargetedCall, { content }: Part, field: string): WirePart {
  if (content.case === 'text') return { text: content.value }
  throw notSupported(call, field, 'this message can hold text only.')
}
