import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type Message,
  type MessageSchema,
  type PartSchema,
  Role,
  type ToolCall,
  type ToolSchema,
} from '../../../gen/ts/switchyard/v1/content_pb.js'

type MessageInit = MessageInitShape<typeof MessageSchema>
type ToolInit = MessageInitShape<typeof ToolSchema>

/** A piece of a message, as the contract has it: `{ content: { case: 'image', value: … } }`. */
export type PartInput = MessageInitShape<typeof PartSchema>

/** A turn of a conversation. */
export interface TurnInput {
  readonly role: 'system' | 'user' | 'assistant'
  /** What is said: text, or several pieces. */
  readonly content: string | readonly PartInput[]
  /** Tells several speakers of one role apart. */
  readonly name?: string
}

/** What a tool gave back. */
export interface ToolResultInput {
  readonly role: 'tool'
  /** The `id` of the tool call that this answers. */
  readonly toolCallId: string
  /** The result, usually JSON or plain text. */
  readonly content: string
  /** Whether the tool failed; `content` then says how. */
  readonly isError?: boolean
}

/** A turn in short, or a message of the contract: an answer's message goes back as it is. */
export type MessageInput = TurnInput | ToolResultInput | MessageInit

/** A tool in short, or one of the contract. */
export type ToolInput =
  | ToolInit
  | {
      readonly name: string
      readonly description?: string
      /** The JSON Schema of the arguments. */
      readonly parameters: object
      readonly strict?: boolean
    }

const ROLES = { system: Role.SYSTEM, user: Role.USER, assistant: Role.ASSISTANT, tool: Role.TOOL } as const

export function toMessage(input: MessageInput): MessageInit {
  if (!('content' in input)) return input
  const role = ROLES[input.role]
  if (input.role === 'tool') {
    const { toolCallId, content: output, isError = false } = input
    return { role, parts: [{ content: { case: 'toolResult', value: { toolCallId, output, isError } } }] }
  }
  const { content, name } = input
  const parts: PartInput[] =
    typeof content === 'string' ? [{ content: { case: 'text', value: content } }] : [...content]
  return name === undefined ? { role, parts } : { role, parts, name }
}

export function toTool(input: ToolInput): ToolInit {
  if (!('parameters' in input)) return input
  const { parameters, ...tool } = input
  return { ...tool, parametersSchema: JSON.stringify(parameters) }
}

/** The text of a message, its pieces joined. */
export function textOf(message: Message | undefined): string {
  return message?.parts.map(({ content }) => (content.case === 'text' ? content.value : '')).join('') ?? ''
}

/** The tools that a message asks to be run. */
export function toolCallsOf(message: Message | undefined): ToolCall[] {
  return message?.parts.flatMap(({ content }) => (content.case === 'toolCall' ? [content.value] : [])) ?? []
}
