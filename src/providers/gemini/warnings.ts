import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { fieldOf } from '../wire/request.ts'

const BECAUSE = 'Gemini does not have it.'

/** What of a call Gemini has no words for and can do without. */
export function* warningsOf({ request }: TargetedCall): Generator<string> {
  const { messages, toolChoice, tools } = request
  if (toolChoice?.parallel !== undefined) yield `tool_choice.parallel was not sent: ${BECAUSE}`
  const strict = tools.findIndex((tool) => tool.strict === true)
  if (strict !== -1) yield `tools[${strict}].strict was not sent: ${BECAUSE}`
  const named = messages.findIndex((message) => message.name !== undefined)
  if (named !== -1) yield `messages[${named}].name was not sent: ${BECAUSE}`
  const begun = messages.findIndex((message) => message.role !== Role.SYSTEM)
  const late = messages.findIndex((message, index) => message.role === Role.SYSTEM && index > begun && begun !== -1)
  if (late !== -1) yield `messages[${late}] was sent ahead of the conversation: Gemini takes instructions there only.`
  yield* partWarnings(messages)
}

/** Of several fields of one name the first is told: a conversation may have a million of them. */
function* partWarnings(messages: readonly Message[]): Generator<string> {
  const told = new Set<string>()
  for (const [index, { parts }] of messages.entries()) {
    for (const [at, part] of parts.entries()) {
      const lost = lostOf(part)
      if (lost === undefined || told.has(lost)) continue
      told.add(lost)
      yield `${fieldOf(part, index, at)}.${lost} was not sent: ${BECAUSE}`
    }
  }
}

function lostOf({ content }: Part): string | undefined {
  if (content.case === 'image' && content.value.detail !== undefined) return 'detail'
  return content.case === 'file' && content.value.filename !== '' ? 'filename' : undefined
}
