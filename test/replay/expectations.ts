import { expect } from 'vitest'
import type { Message } from '#gen/switchyard/v1/content_pb.js'
import { type AnswerInfo, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Replayed } from './kinds.ts'

/** All vendors' words for the end of an answer; what is not here is OTHER. */
const FINISH: Readonly<Record<string, FinishReason>> = {
  stop: FinishReason.STOP,
  completed: FinishReason.STOP,
  end_turn: FinishReason.STOP,
  stop_sequence: FinishReason.STOP,
  STOP: FinishReason.STOP,
  length: FinishReason.LENGTH,
  model_length: FinishReason.LENGTH,
  max_output_tokens: FinishReason.LENGTH,
  max_tokens: FinishReason.LENGTH,
  MAX_TOKENS: FinishReason.LENGTH,
  tool_calls: FinishReason.TOOL_CALLS,
  function_call: FinishReason.TOOL_CALLS,
  tool_use: FinishReason.TOOL_CALLS,
  content_filter: FinishReason.CONTENT_FILTER,
  SAFETY: FinishReason.CONTENT_FILTER,
  PROHIBITED_CONTENT: FinishReason.CONTENT_FILTER,
  refusal: FinishReason.REFUSAL,
  pause_turn: FinishReason.PAUSE,
  MALFORMED_FUNCTION_CALL: FinishReason.ERROR,
  UNEXPECTED_TOOL_CALL: FinishReason.ERROR,
  error: FinishReason.ERROR,
}

/** Which reasons an HTTP status may be told as. */
export const REASONS: Readonly<Record<number, RegExp>> = {
  400: /^(UPSTREAM_REJECTED|CONTEXT_LENGTH|CONTENT_FILTER|MODEL_NOT_FOUND)$/,
  401: /^UPSTREAM_AUTH$/,
  404: /^MODEL_NOT_FOUND$/,
  429: /^UPSTREAM_(RATE_LIMITED|QUOTA)$/,
}

/** The answer says what the recording says. */
export function expectAnswer(message: Message | undefined, info: AnswerInfo | undefined, expected: Replayed): void {
  const parts = message?.parts ?? []
  const text = parts.map(({ content }) => (content.case === 'text' ? content.value : '')).join('')
  const reasoning = parts.map(({ content }) => (content.case === 'reasoning' ? content.value.text : '')).join('')
  expect(text).toBe(expected.text)
  expect(reasoning).toBe(expected.reasoning)
  const calls = parts.flatMap(({ content }) => (content.case === 'toolCall' ? [content.value] : []))
  expect(calls.map(({ name, arguments: args }) => [name, parsed(args)])).toEqual(
    expected.tools.map(({ name, arguments: args }) => [name, parsed(args)]),
  )
  for (const [index, { id }] of expected.tools.entries()) if (id) expect(calls[index]?.id).toBe(id)
  expect(info).toMatchObject({ finishReason: finishOf(expected), rawFinishReason: expected.finish })
  if (expected.model) expect(info?.model).toBe(expected.model)
  expectUsage(info, expected)
}

function expectUsage(info: AnswerInfo | undefined, { usage }: Replayed): void {
  if (!usage) {
    expect(info?.usage?.estimated).toBe(true)
    return
  }
  expect(info?.usage).toMatchObject({
    inputTokens: BigInt(usage.input),
    outputTokens: BigInt(usage.output),
    cacheReadInputTokens: BigInt(usage.cached),
    reasoningOutputTokens: BigInt(usage.reasoning),
    estimated: false,
  })
}

function finishOf({ finish = '', refused, waits }: Replayed): FinishReason {
  const reason = FINISH[finish] ?? FinishReason.OTHER
  if (reason !== FinishReason.STOP) return reason
  if (refused) return FinishReason.REFUSAL
  return waits ? FinishReason.TOOL_CALLS : reason
}

/** Arguments are compared by what they mean; text that is no JSON by itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '{}')
  } catch {
    return text
  }
}
