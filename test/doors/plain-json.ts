import type { Question, QuestionOptions, Said, ToolCall, Turn } from './tested-door.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests reach into JSON of any shape.
type Json = any

/** A question in plain JSON, as people write it by hand. */
export function plainQuestion({ turns, options = {}, tools, schema, idempotencyKey }: Question): Json {
  return {
    messages: turns.map(plainTurn),
    ...plainOptions(options),
    tools: tools?.map((tool) => ({ name: tool.name, parameters_schema: tool.schema })),
    response_format: schema && { json_schema: { name: 'n', schema } },
    idempotency_key: idempotencyKey,
  }
}

export function plainOptions({ maxOutputTokens, topP, ...options }: QuestionOptions): Json {
  return { ...options, max_output_tokens: maxOutputTokens, top_p: topP }
}

function plainTurn({ role, text, image, toolCalls, toolCallId }: Turn): Json {
  if (toolCallId) return { role, parts: [{ tool_result: { tool_call_id: toolCallId, output: text } }] }
  if (!image && !toolCalls) return { role, content: text }
  return {
    role,
    parts: [
      ...(text === undefined ? [] : [{ text }]),
      ...(image ? [{ image: { media_type: image.mediaType, data: image.base64 } }] : []),
      ...(toolCalls ?? []).map((call) => ({ tool_call: call })),
    ],
  }
}

/** What an answer in the contract's JSON says. */
export function plainSaid(parts: readonly Json[], info: Json): Said {
  return {
    text: parts.map(({ text = '' }) => text).join(''),
    toolCalls: parts.flatMap(({ tool_call }) => (tool_call ? toolCallOf(tool_call) : [])),
    finish: FINISH[info.finish_reason] ?? 'other',
    id: info.response_id,
    model: info.model,
    provider: info.provider,
    inputTokens: Number(info.usage.input_tokens),
    outputTokens: Number(info.usage.output_tokens),
    costNanos: info.cost && BigInt(info.cost.total.amount_nanos),
    traceId: info.context?.trace_id,
  }
}

function toolCallOf({ id, name, arguments: json }: ToolCall): ToolCall {
  return { id, name, arguments: json }
}

const FINISH: Readonly<Record<string, Said['finish']>> = {
  FINISH_REASON_STOP: 'stop',
  FINISH_REASON_LENGTH: 'length',
  FINISH_REASON_TOOL_CALLS: 'tool_calls',
}

/** Follows a stream of the contract's messages: yields the text, gathers the rest. */
export async function* plainStream(messages: AsyncIterable<Json>): AsyncGenerator<string, Said> {
  const parts: Json[] = []
  for await (const message of messages) {
    const { text_delta: text, part_started: begun, part_delta: delta, finished } = message
    if (finished) return plainSaid(parts, finished.info)
    if (begun) parts[begun.index ?? 0] = begun.part
    const grown = text ?? delta?.text
    const index = delta?.index ?? 0
    if (delta?.arguments) parts[index].tool_call.arguments += delta.arguments
    if (!grown) continue
    parts[index] = { ...parts[index], text: (parts[index]?.text ?? '') + grown }
    yield grown
  }
  throw new Error('The stream ended before it was finished.')
}
