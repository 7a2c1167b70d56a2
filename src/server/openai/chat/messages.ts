import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from '../fields.ts'
import { messageOf, toolResultPart } from '../parts.ts'
import { invalidParameter } from '../refusals.ts'
import { assistantMessage } from './assistant.ts'
import { partsOf, TEXT_ONLY, textOf, USER_PARTS } from './content.ts'

type MessageReader = (fields: Fields) => Message

const readers: ReadonlyMap<string, MessageReader> = new Map<string, MessageReader>([
  ['system', (fields) => plainMessage(Role.SYSTEM, fields, partsOf(fields, TEXT_ONLY))],
  ['developer', (fields) => plainMessage(Role.SYSTEM, fields, partsOf(fields, TEXT_ONLY))],
  ['user', (fields) => plainMessage(Role.USER, fields, partsOf(fields, USER_PARTS))],
  ['assistant', assistantMessage],
  ['tool', toolMessage],
])

/** A message of Chat Completions as one of the contract, so that both have the same place in the conversation. */
export function chatMessage(fields: Fields): Message {
  const message = fields.requiredChoice('role', readers)(fields)
  fields.end()
  return message
}

function plainMessage(role: Role, fields: Fields, parts: Part[] | undefined): Message {
  if (!parts || parts.length === 0) throw invalidParameter(fields.pathOf('content'), 'must not be empty')
  return messageOf(role, parts, fields.text('name'))
}

function toolMessage(fields: Fields): Message {
  // The tool's name, which some clients repeat; the id tells which call is meant.
  fields.ignore('name')
  const id = fields.requiredText('tool_call_id')
  return messageOf(Role.TOOL, [toolResultPart(id, textOf(partsOf(fields, TEXT_ONLY) ?? []))])
}
