import { type Message, type Part, Role, type ToolCall, type ToolResult } from '#gen/switchyard/v1/content_pb.js'
import type { TargetedCall } from '../../core/call.ts'
import { objectIn } from '../wire/json.ts'
import { fieldOf, notSupported } from '../wire/request.ts'
import { ownState } from '../wire/state.ts'
import { type Block, textBlock, userBlock } from './content.ts'
import { thinkingBlock } from './state.ts'

type Speaker = 'user' | 'assistant'

interface Turn {
  readonly role: Speaker
  readonly blocks: Block[]
}

/** The conversation as the Messages API takes it. */
export interface Conversation {
  /** The instructions, wherever they stood. */
  readonly system: string | readonly Block[] | undefined
  readonly messages: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Messages of one speaker that follow one another become one turn, as the vendor would do itself: so the results of
 * tools that ran side by side stand together, as it wants them.
 */
export function conversationOf(call: TargetedCall): Conversation {
  const system: Block[] = []
  const turns: Turn[] = []
  for (const [index, message] of call.request.messages.entries()) {
    const blocks = blocksOf(call, message, index)
    if (message.role === Role.SYSTEM) system.push(...blocks)
    else if (blocks.length > 0) add(turns, message.role === Role.ASSISTANT ? 'assistant' : 'user', blocks)
  }
  const messages = turns.map(({ role, blocks }) => ({ role, content: plain(blocks) }))
  return { system: system.length === 0 ? undefined : plain(system), messages }
}

function add(turns: Turn[], role: Speaker, blocks: readonly Block[]): void {
  const last = turns.at(-1)
  if (last?.role === role) last.blocks.push(...blocks)
  else turns.push({ role, blocks: [...blocks] })
}

/** One text goes as plain text. */
function plain(blocks: readonly Block[]): string | readonly Block[] {
  const [first] = blocks
  return blocks.length === 1 && first?.type === 'text' ? (first.text as string) : blocks
}

type BlockOf = (call: TargetedCall, part: Part, field: string) => Block | undefined

const blockOf: Record<Role, BlockOf> = {
  [Role.UNSPECIFIED]: assistantBlock,
  [Role.SYSTEM]: textBlock,
  [Role.USER]: userBlock,
  [Role.ASSISTANT]: assistantBlock,
  [Role.TOOL]: toolBlock,
}

/** Texts without a character are left out: the vendor refuses them, though its own answers can have them. */
function blocksOf(call: TargetedCall, message: Message, index: number): Block[] {
  return message.parts.flatMap((part, at) => {
    const block = blockOf[message.role](call, part, fieldOf(part, index, at))
    return block === undefined || block.text === '' ? [] : [block]
  })
}

function assistantBlock(call: TargetedCall, part: Part, field: string): Block | undefined {
  const { content } = part
  switch (content.case) {
    case 'text':
      return { type: 'text', text: content.value }
    case 'reasoning':
      return thinkingBlock(content.value.text, ownState(call, part, field))
    case 'toolCall':
      return toolUse(call, content.value, field)
    default:
      throw notSupported(call, field, "an assistant's message can hold text, reasoning and tool calls only.")
  }
}

function toolUse(call: TargetedCall, { id, name, arguments: text }: ToolCall, field: string): Block {
  return { type: 'tool_use', id, name, input: text === '' ? {} : inputOf(call, text, field) }
}

function inputOf(call: TargetedCall, text: string, field: string): object {
  const input = objectIn(text)
  if (input) return input
  throw notSupported(call, `${field}.arguments`, 'Anthropic takes the arguments of a tool as a JSON object only.')
}

function toolBlock(call: TargetedCall, part: Part, field: string): Block {
  if (part.content.case === 'toolResult') return toolResult(part.content.value)
  throw notSupported(call, field, 'a tool message can hold tool results only.')
}

function toolResult({ toolCallId, output, isError }: ToolResult): Block {
  const content = output === '' ? {} : { content: output }
  return { type: 'tool_result', tool_use_id: toolCallId, ...content, ...(isError ? { is_error: true } : {}) }
}
