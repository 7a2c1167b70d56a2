import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { Fields } from '../fields.ts'
import { bytesOf } from '../media.ts'
import { messageOf, part, reasoningPart, textPart, toolCallPart, toolResultPart } from '../parts.ts'
import { invalidParameter } from '../refusals.ts'
import { ASSISTANT_PARTS, partsOf, TEXT_ONLY, USER_PARTS } from './content.ts'
import { withState } from './part-state.ts'

type ItemReader = (fields: Fields) => Message | undefined

const readers: ReadonlyMap<string, ItemReader> = new Map<string, ItemReader>([
  ['message', message],
  ['function_call', functionCall],
  ['function_call_output', functionOutput],
  ['reasoning', reasoning],
  ['image_generation_call', picture],
])

/** The conversation: instructions, then the input. What the model said in one turn is one message, as in the contract. */
export function inputMessages(fields: Fields): Message[] {
  const instructions = fields.text('instructions')
  const input = fields.any('input')
  const messages = typeof input === 'string' ? [messageOf(Role.USER, [textPart(input)])] : itemsOf(fields)
  if (messages.length === 0) throw invalidParameter('input', 'must not be empty')
  return instructions ? [messageOf(Role.SYSTEM, [textPart(instructions)]), ...messages] : messages
}

function itemsOf(fields: Fields): Message[] {
  const messages: Message[] = []
  for (const item of fields.objects('input') ?? []) {
    const type = item.any('type') === undefined ? 'message' : item.requiredText('type')
    const reader = readers.get(type)
    if (!reader) throw invalidParameter(item.pathOf('type'), `must be one of ${[...readers.keys()].join(', ')}`)
    const read = reader(item)
    item.ignore('id', 'status')
    item.end()
    if (read) add(messages, read)
  }
  return messages
}

function add(messages: Message[], next: Message): void {
  const last = messages.at(-1)
  if (last?.role === Role.ASSISTANT && next.role === Role.ASSISTANT) last.parts.push(...next.parts)
  else messages.push(next)
}

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['user', Role.USER],
  ['system', Role.SYSTEM],
  ['developer', Role.SYSTEM],
  ['assistant', Role.ASSISTANT],
])

function message(fields: Fields): Message {
  const role = fields.requiredChoice('role', ROLES)
  fields.ignore('phase')
  if (role === Role.USER) return messageOf(role, partsOf(fields, 'content', USER_PARTS))
  if (role === Role.SYSTEM) return messageOf(role, partsOf(fields, 'content', TEXT_ONLY))
  const parts = partsOf(fields, 'content', ASSISTANT_PARTS)
  const [first, ...others] = parts
  const isOne = first !== undefined && others.length === 0
  return messageOf(role, isOne ? [restored(fields, first)] : parts)
}

function functionCall(fields: Fields): Message {
  fields.ignore('parsed_arguments', 'caller', 'async')
  const id = fields.requiredText('call_id')
  const called = toolCallPart(id, fields.requiredText('name'), fields.text('arguments') ?? '')
  return messageOf(Role.ASSISTANT, [restored(fields, called)])
}

function functionOutput(fields: Fields): Message {
  fields.ignore('caller', 'name')
  const id = fields.requiredText('call_id')
  const texts = partsOf(fields, 'output', TEXT_ONLY).map(({ content }) =>
    content.case === 'text' ? content.value : '',
  )
  return messageOf(Role.TOOL, [toolResultPart(id, texts.join(''))])
}

/** Reasoning of which nothing can be read here is left out. */
function reasoning(fields: Fields): Message | undefined {
  const summary = (fields.objects('summary') ?? []).map((item) => item.text('text') ?? '')
  const content = (fields.objects('content') ?? []).map((item) => item.text('text') ?? '')
  const path = fields.pathOf('encrypted_content')
  const text = [...summary, ...content].join('\n\n')
  const read = withState(reasoningPart(text), fields.text('encrypted_content'), path)
  return text === '' && !read.providerState ? undefined : messageOf(Role.ASSISTANT, [read])
}

/** A picture that the model made, which goes back only to the provider that made it. */
function picture(fields: Fields): Message {
  const data = bytesOf(fields.requiredText('result'), fields.pathOf('result'))
  const mediaType = `image/${fields.text('output_format') ?? 'png'}`
  const source = { case: 'data' as const, value: data }
  const image = part({ case: 'image', value: { $typeName: 'switchyard.v1.Image', source, mediaType } })
  return messageOf(Role.ASSISTANT, [restored(fields, image)])
}

function restored(fields: Fields, read: Part): Part {
  return withState(read, fields.text('provider_state'), fields.pathOf('provider_state'))
}
