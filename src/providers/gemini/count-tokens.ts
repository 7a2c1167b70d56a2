import type { TargetedCall } from '../../core/call.ts'
import { usageOf } from '../../core/events.ts'
import type { TokenCount } from '../provider.ts'
import { type ErrorContext, malformed } from '../wire/errors.ts'
import { defined } from '../wire/request.ts'
import { resourceName } from './model-name.ts'
import { toGeminiRequest } from './request.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The Gemini API counts a whole request; Vertex AI takes the parts of one that count.
 * Source: https://ai.google.dev/api/tokens
 */
export function toCountRequest(call: TargetedCall, isVertex: boolean): Fields {
  const { body } = toGeminiRequest(call)
  if (!isVertex) return { generateContentRequest: { model: resourceName(call.target.model), ...body } }
  const { contents, systemInstruction, tools, generationConfig } = body
  return defined({ contents, systemInstruction, tools, generationConfig })
}

export function countIn({ totalTokens }: Fields, context: ErrorContext): TokenCount {
  const usage = typeof totalTokens === 'number' ? usageOf({ input: totalTokens }) : undefined
  if (!usage) throw malformed(context, 'no count of tokens')
  return { inputTokens: usage.inputTokens, estimated: false }
}
