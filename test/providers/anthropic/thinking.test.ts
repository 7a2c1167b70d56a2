import { describe, expect, it } from 'vitest'
import { ReasoningEffort } from '#gen/switchyard/v1/generation_options_pb.js'
import { traitsOf } from '../../../src/providers/anthropic/model-traits.ts'
import { thinkingOf } from '../../../src/providers/anthropic/thinking.ts'

const { NONE, MINIMAL, LOW, MEDIUM, HIGH, MAX } = ReasoningEffort

const wanted = (model: string, effort: ReasoningEffort | undefined, maxTokens = 32_000) =>
  thinkingOf(effort, traitsOf({ provider: 'played', name: 'any', model }), maxTokens)

const lowest = expect.stringContaining('lowered as far as it goes')

describe('thinkingOf', () => {
  it.each(['claude-3-opus-latest', 'claude-sonnet-4-5', 'claude-opus-4-8', 'claude-opus-5-5', 'x'])(
    'says nothing to %s when nothing is wanted',
    (model) => {
      expect(wanted(model, undefined)).toEqual({})
      expect(wanted(model, ReasoningEffort.UNSPECIFIED)).toEqual({})
    },
  )

  it.each([
    ['claude-3-5-haiku-latest', {}],
    ['claude-3-7-sonnet-20250219', {}],
    ['claude-haiku-4-5', {}],
    ['claude-opus-4-8', {}],
    ['claude-opus-5', { thinking: { type: 'disabled' } }],
    ['claude-sonnet-5', { thinking: { type: 'disabled' } }],
    ['claude-haiku-5-5', { thinking: { type: 'disabled' } }],
    ['my-deployment', { thinking: { type: 'disabled' } }],
    ['claude-sonnet-5-5', { thinking: { type: 'between_tools' }, warning: lowest }],
    ['claude-opus-5-5', { effort: 'low', warning: lowest }],
    ['claude-fable-5', { effort: 'low', warning: lowest }],
    ['claude-mythos-preview', { effort: 'low', warning: lowest }],
  ])('keeps %s from thinking by %j', (model, sent) => {
    expect(wanted(model, NONE)).toEqual(sent)
  })

  it.each([
    ['claude-opus-4-6', { thinking: { type: 'adaptive' }, effort: 'high' }],
    ['claude-sonnet-4-6', { thinking: { type: 'adaptive' }, effort: 'high' }],
    ['anthropic.claude-opus-4-7-v1', { thinking: { type: 'adaptive' }, effort: 'high' }],
    ['claude-sonnet-5', { effort: 'high' }],
    ['claude-opus-5-5', { effort: 'high' }],
    ['my-deployment', { effort: 'high' }],
    ['claude-3-7-sonnet-latest', { thinking: { type: 'enabled', budget_tokens: 16_000 } }],
    ['claude-opus-4-20250514', { thinking: { type: 'enabled', budget_tokens: 16_000 } }],
    ['claude-opus-4-5-20251101', { thinking: { type: 'enabled', budget_tokens: 16_000 } }],
    ['claude-sonnet-4@20250514', { thinking: { type: 'enabled', budget_tokens: 16_000 } }],
    ['claude-3-5-sonnet-20241022', { warning: expect.stringContaining('reasoning_effort was not sent') }],
  ])('asks %s to think hard by %j', (model, sent) => {
    expect(wanted(model, HIGH)).toEqual(sent)
  })

  it.each([
    [LOW, 'low'],
    [MEDIUM, 'medium'],
    [HIGH, 'high'],
    [MAX, 'max'],
  ])('has a word for the effort %s', (effort, word) => {
    expect(wanted('claude-sonnet-5', effort)).toEqual({ effort: word })
  })

  it('takes the least effort for a minimal one, and says so', () => {
    expect(wanted('claude-sonnet-5', MINIMAL)).toEqual({
      effort: 'low',
      warning: 'options.reasoning_effort was sent as low, which is the least that Anthropic has.',
    })
  })

  it.each([
    [MINIMAL, 32_000, 1024],
    [LOW, 32_000, 4000],
    [MEDIUM, 32_000, 8000],
    [HIGH, 32_000, 16_000],
    [MAX, 32_000, 24_000],
    [LOW, 2000, 1024],
    [HIGH, 1025, 1024],
  ])('gives a part of the tokens as a budget that is below them (effort %s of %d)', (effort, maxTokens, budget) => {
    expect(wanted('claude-haiku-4-5', effort, maxTokens)).toEqual({
      thinking: { type: 'enabled', budget_tokens: budget },
    })
    expect(budget).toBeLessThan(maxTokens)
  })

  it('asks for no thinking that would leave no room for the answer, and says so', () => {
    expect(wanted('claude-haiku-4-5', HIGH, 1024)).toEqual({
      warning: expect.stringMatching(/^options\.reasoning_effort was not sent: .*1024.*\.$/),
    })
  })
})
