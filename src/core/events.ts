import type { Part, ProviderState } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatStreamResponse, PartDelta, PartEnded, PartStarted } from '#gen/switchyard/v1/generation_pb.js'
import type { FinishReason, Usage } from '#gen/switchyard/v1/usage_pb.js'

/**
 * A piece of an answer: the wire's own event, so that nothing is converted on the way out. Adapters build them as plain
 * objects by the functions below, which is several times cheaper than going through the schema.
 */
export type AnswerEvent = Extract<
  GenerateChatStreamResponse['event'],
  { case: 'partStarted' | 'partDelta' | 'partEnded' | 'usage' }
>

/** The vendor's terminal marker was seen: the answer is complete. */
export interface Ending {
  readonly finishReason: FinishReason
  /** The vendor's own word. */
  readonly rawFinishReason: string
  /** The final count, unless an earlier `usage` event already told it. */
  readonly usage?: Usage | undefined
  /** The model that the provider says answered. */
  readonly model?: string | undefined
  /** The vectors, when they were what was asked for, in the order of the texts. */
  readonly vectors?: readonly (readonly number[])[] | undefined
}

/** What an adapter yields: pieces of the answer, then exactly one `ended`. Without it the answer counts as truncated. */
export type ProviderEvent = AnswerEvent | { readonly case: 'ended'; readonly value: Ending }

export function ended(value: Ending): ProviderEvent {
  return { case: 'ended', value }
}

export function partStarted(index: number, content: Part['content']): AnswerEvent {
  const part: Part = { $typeName: 'switchyard.v1.Part', content }
  const value: PartStarted = { $typeName: 'switchyard.v1.PartStarted', index, part }
  return { case: 'partStarted', value }
}

export function partDelta(index: number, delta: PartDelta['delta']): AnswerEvent {
  const value: PartDelta = { $typeName: 'switchyard.v1.PartDelta', index, delta }
  return { case: 'partDelta', value }
}

export function partEnded(index: number, state?: { provider: string; data: Uint8Array }): AnswerEvent {
  const value: PartEnded = { $typeName: 'switchyard.v1.PartEnded', index }
  if (state) {
    const providerState: ProviderState = { $typeName: 'switchyard.v1.ProviderState', ...state }
    value.providerState = providerState
  }
  return { case: 'partEnded', value }
}

/** Counts of tokens as a vendor reports them, still unchecked. */
export interface ReportedUsage {
  /** Cached tokens included. */
  readonly input?: number | null | undefined
  /** Reasoning tokens included. */
  readonly output?: number | null | undefined
  readonly cacheRead?: number | null | undefined
  readonly cacheWrite?: number | null | undefined
  readonly reasoning?: number | null | undefined
}

/** Vendors' counts are believed up to here; the rest is taken as a fault of theirs. */
const MAX_TOKENS = 2 ** 31

/** The usage as a message, or undefined when a count is negative, not a number or absurdly high. */
export function usageOf(reported: ReportedUsage): Usage | undefined {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0, reasoning = 0 } = reported
  const counts = [input ?? 0, output ?? 0, cacheRead ?? 0, cacheWrite ?? 0, reasoning ?? 0]
  if (!counts.every((count) => Number.isInteger(count) && count >= 0 && count <= MAX_TOKENS)) return undefined
  return {
    $typeName: 'switchyard.v1.Usage',
    inputTokens: BigInt(input ?? 0),
    outputTokens: BigInt(output ?? 0),
    cacheReadInputTokens: BigInt(cacheRead ?? 0),
    cacheWriteInputTokens: BigInt(cacheWrite ?? 0),
    reasoningOutputTokens: BigInt(reasoning ?? 0),
    estimated: false,
  }
}
