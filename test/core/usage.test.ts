import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { usageOf } from '../../src/core/events.ts'
import { estimateUsage } from '../../src/core/usage-estimate.ts'

describe('a vendor’s counts', () => {
  it('are believed when they can be true', () => {
    expect(usageOf({ input: 5, output: 7, cacheRead: 2, reasoning: null })).toMatchObject({
      inputTokens: 5n,
      outputTokens: 7n,
      cacheReadInputTokens: 2n,
      reasoningOutputTokens: 0n,
      estimated: false,
    })
  })

  it.each([-1, Number.NaN, 1.5, Infinity, 2 ** 40])('are refused when one of them is %d', (count) => {
    expect(usageOf({ input: 5, output: count })).toBeUndefined()
  })
})

describe('an estimate of usage', () => {
  it('counts what was asked and what was said, and is marked', () => {
    const request = create(GenerateChatRequestSchema, {
      messages: [{ role: Role.USER, parts: [{ content: { case: 'text', value: '12345678' } }] }],
      tools: [{ name: 'tool', description: 'does', parametersSchema: '{}' }],
    })
    expect(estimateUsage(request, 9)).toMatchObject({ inputTokens: 5n, outputTokens: 3n, estimated: true })
  })
})
