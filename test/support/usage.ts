import { create } from '@bufbuild/protobuf'
import { type Usage, UsageSchema } from '#gen/switchyard/v1/usage_pb.js'

/** A usage message from plain numbers. */
export function usageWith(counts: {
  input?: number
  output?: number
  cacheRead?: number
  cacheWrite?: number
  reasoning?: number
  estimated?: boolean
}): Usage {
  return create(UsageSchema, {
    inputTokens: BigInt(counts.input ?? 0),
    outputTokens: BigInt(counts.output ?? 0),
    cacheReadInputTokens: BigInt(counts.cacheRead ?? 0),
    cacheWriteInputTokens: BigInt(counts.cacheWrite ?? 0),
    reasoningOutputTokens: BigInt(counts.reasoning ?? 0),
    estimated: counts.estimated ?? false,
  })
}
