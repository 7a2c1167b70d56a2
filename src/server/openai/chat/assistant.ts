import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from '../fields.ts'
import { messageOf, reasoningPart, textPart, toolCallPart } from '../parts.ts'
import { invalidParameter } from '../refusals.ts'
import { requireFunction } from '../tool-choice.ts'
import { ASSISTANT_PARTS, partsOf, textOf } from './content.ts'
import { decodeState } from './message-state.ts'

/** Members of an answer that say nothing a model could use on the next turn; clients send them back with the rest. */
const OF_NO_USE = ['annotations', 'images', 'parsed', 'reasoning', 'reasoning_details']

/**
 * An earlier answer. Where it carries what its provider needs back and is still what it was, it is restored to the
 * parts that it was made of; otherwise it is read from what it shows.
 */
export function assistantMessage(fields: Fields): Message {
  const name = fields.text('name')
  fields.onlyHarmless({ audio: [], function_call: [] })
  fields.ignore(...OF_NO_USE)
  const toolCalls = (fields.objects('tool_calls') ?? []).map(toolCallOf)
  const content = contentOf(fields, toolCalls.length > 0)
  const shown = [...content, ...toolCalls]
  const reasoning = fields.text('reasoning_content')
  const state = fields.text('provider_state')
  const restored = state === undefined ? undefined : decodeState(state, fields.pathOf('provider_state'))
  if (restored && isSame(restored, shown)) return messageOf(Role.ASSISTANT, restored, name)
  const parts = reasoning ? [reasoningPart(reasoning), ...shown] : shown
  if (parts.length === 0) throw invalidParameter(fields.pathOf('content'), 'is required where no tool is called')
  return messageOf(Role.ASSISTANT, parts, name)
}

/** Beside calls of tools, an empty text is none. */
function contentOf(fields: Fields, callsTools: boolean): Part[] {
  const parts = partsOf(fields, ASSISTANT_PARTS) ?? []
  const refusal = fields.text('refusal')
  const hasText = textOf(parts) !== ''
  if (refusal !== undefined && !hasText) return [textPart(refusal)]
  return hasText || !callsTools ? parts : []
}

function toolCallOf(fields: Fields): Part {
  requireFunction(fields)
  const called = fields.requiredObject('function')
  const part = toolCallPart(fields.requiredText('id'), called.requiredText('name'), called.text('arguments') ?? '')
  // Some clients keep beside the arguments what they parsed them to, and all keep the place in a stream.
  called.ignore('parsed_arguments')
  called.end()
  fields.ignore('index')
  fields.end()
  return part
}

/** Whether both show the same: text and calls of tools. */
function isSame(one: readonly Part[], other: readonly Part[]): boolean {
  return textOf(one) === textOf(other) && callsOf(one) === callsOf(other)
}

function callsOf(parts: readonly Part[]): string {
  const calls = parts.map(({ content }) => (content.case === 'toolCall' ? content.value : undefined))
  return JSON.stringify(calls.flatMap((call) => (call ? [call.id, call.name, call.arguments] : [])))
}
