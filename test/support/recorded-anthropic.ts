import type { Json } from './recorded-answer.ts'

/** What a recorded exchange with Anthropic says, folded from its JSON by code that shares nothing with the adapter. */
export interface ExpectedMessage {
  readonly text: string
  readonly reasoning: string
  readonly tools: readonly { id: string; name: string; input: unknown }[]
  /** What goes back with reasoning on the next turn. */
  readonly states: readonly Json[]
  readonly stopReason: string
  readonly model: string
  readonly usage: { input: number; output: number; read: number; written: number; thinking: number }
}

/** The message that a stream builds up: that of the first `message_stop`, or as far as it came. */
export function buildMessage(all: readonly Json[]): Json {
  const stop = all.findIndex((event) => event.type === 'message_stop')
  const events = stop === -1 ? all : all.slice(0, stop + 1)
  const message = structuredClone(events.find((event) => event.type === 'message_start').message)
  message.content = []
  for (const event of events) {
    const block = message.content[event.index]
    if (event.type === 'content_block_start') message.content[event.index] = { ...event.content_block, json: '' }
    if (event.type === 'content_block_delta') growBlock(block, event.delta)
    if (event.type === 'message_delta') {
      message.stop_reason = event.delta.stop_reason
      for (const key in event.usage) message.usage[key] = event.usage[key] ?? message.usage[key]
    }
  }
  for (const block of message.content) if (block?.json) block.input = JSON.parse(block.json)
  return message
}

function growBlock(block: Json, delta: Json): void {
  if (delta.type === 'text_delta') block.text += delta.text
  if (delta.type === 'thinking_delta') block.thinking += delta.thinking
  if (delta.type === 'signature_delta') block.signature = (block.signature || '') + delta.signature
  if (delta.type === 'input_json_delta') block.json += delta.partial_json
}

/** The same of a whole message. */
export function foldMessage(message: Json): ExpectedMessage {
  const blocks: Json[] = message.content.filter(Boolean)
  const of = (type: string) => blocks.filter((block) => block.type === type)
  const { usage } = message
  const read = usage.cache_read_input_tokens || 0
  const written = usage.cache_creation_input_tokens || 0
  return {
    text: of('text')
      .map((block) => block.text)
      .join(''),
    reasoning: of('thinking')
      .map((block) => block.thinking)
      .join(''),
    tools: of('tool_use').map(({ id, name, input }) => ({ id, name, input })),
    states: blocks.flatMap(({ type, signature, data }): Json[] => {
      if (type === 'redacted_thinking') return [{ type, data }]
      return type === 'thinking' && signature ? [{ type, signature }] : []
    }),
    stopReason: message.stop_reason,
    model: message.model,
    usage: {
      input: usage.input_tokens + read + written,
      output: usage.output_tokens,
      read,
      written,
      thinking: usage.output_tokens_details?.thinking_tokens || 0,
    },
  }
}
