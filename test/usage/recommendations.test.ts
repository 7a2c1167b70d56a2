import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { ModelSchema, Tier } from '#gen/switchyard/v1/model_pb.js'
import { usd } from '../../src/core/money.ts'
import { cheaperModel, promptCaching, shorterPrompts } from '../../src/usage/advisers.ts'
import { type ConfiguredModel, type ModelUse, recommendations } from '../../src/usage/recommendations.ts'
import { foldedFigures } from '../support/any-rows.ts'

interface Described {
  readonly tier?: Tier
  readonly input?: bigint
  readonly output?: bigint
  readonly cached?: bigint
  readonly tools?: boolean
  readonly window?: bigint
  readonly estimated?: boolean
  readonly offered?: boolean
}

const DOLLAR = 1_000_000_000n

function configured(name: string, described: Described = {}): ConfiguredModel {
  const { tier = Tier.BALANCED, input = 2n, output = 10n, cached, tools, window = 0n, estimated = false } = described
  const model = create(ModelSchema, {
    name,
    tier,
    capabilities: { contextWindow: window, ...(tools !== undefined && { tools }) },
    price: {
      input: usd(input * DOLLAR),
      output: usd(output * DOLLAR),
      ...(cached !== undefined && { cacheReadInput: usd(cached * DOLLAR) }),
      estimated,
    },
  })
  return { model, targets: [{ provider: 'p', model: `${name}-upstream` }], offered: described.offered ?? true }
}

function use(figures: Partial<ModelUse['figures']>, model = 'big-upstream'): ModelUse {
  return {
    ...{ provider: 'p', model, agent: 'planner', taskType: 'plan' },
    figures: { ...foldedFigures([]), attempts: 200, meteredAttempts: 200, ...figures },
  }
}

const TOKENS = { inputTokens: 1_000_000n, outputTokens: 500_000n, costNanos: 7n * DOLLAR }

describe('a cheaper model', () => {
  const advise = (uses: ModelUse[], ...others: ConfiguredModel[]) => {
    return recommendations(uses, [configured('big', { tools: true, window: 100n }), ...others], [cheaperModel])
  }
  const able = { tools: true, window: 100n }

  it('is named with what the same tokens would have cost less', () => {
    const [found, ...rest] = advise([use(TOKENS)], configured('small', { ...able, input: 1n, output: 4n }))
    expect(rest).toEqual([])
    expect(found).toMatchObject({
      kind: 'cheaper_model',
      model: 'big-upstream',
      savingNanos: 4n * DOLLAR,
      attempts: 200,
    })
    expect(found?.suggested?.model.name).toBe('small')
    expect(found?.explanation).toContain('$7.00')
    expect(found?.explanation).toContain('$3.00')
  })

  it('is the cheapest of several, for all agents together', () => {
    const others = [configured('a', { ...able, input: 1n }), configured('b', { ...able, input: 0n, output: 1n })]
    const found = advise([use(TOKENS), { ...use(TOKENS), agent: 'other' }], ...others)
    expect(found.map(({ suggested, attempts }) => [suggested?.model.name, attempts])).toEqual([['b', 400]])
  })

  it('counts cached tokens at full price where the other has none for them', () => {
    const cached = { ...TOKENS, cacheReadInputTokens: 1_000_000n }
    const models = [configured('big', { cached: 0n }), configured('small', { input: 6n, output: 10n })]
    expect(recommendations([use(cached)], models, [cheaperModel])).toEqual([])
  })

  it.each([
    ['of another class', { ...able, tier: Tier.FAST }],
    ['that cannot call tools', { ...able, tools: false }],
    ['of which it is not known that it can', { window: 100n }],
    ['with a smaller window', { ...able, window: 50n }],
    ['whose price is a guess', { ...able, estimated: true }],
    ['that may not be called', { ...able, offered: false }],
    ['that costs as much', { ...able, input: 2n, output: 10n }],
  ])('is none %s', (_, described) => {
    expect(advise([use(TOKENS)], configured('small', { input: 1n, output: 4n, ...described }))).toEqual([])
  })

  it('is not named by fewer than a hundred attempts, nor for a model that is not configured', () => {
    const small = configured('small', { ...able, input: 1n })
    expect(advise([use({ ...TOKENS, meteredAttempts: 99 })], small)).toEqual([])
    expect(advise([use(TOKENS, 'unknown')], small)).toEqual([])
  })
})

describe('prompt caching', () => {
  const models = [configured('big', { cached: 1n })]
  const advise = (figures: Partial<ModelUse['figures']>) => recommendations([use(figures)], models, [promptCaching])
  const some = { inputTokens: 400_000n, cacheReadAttempts: 50, cacheReadInputTokens: 50_000n }

  it('would have saved the discount on the repeated part of all that did not read it', () => {
    const [found] = advise({ ...some, inputTokens: 4_000_000n, cacheReadInputTokens: 500_000n })
    // 150 attempts, 10,000 tokens each, a dollar a million.
    expect(found).toMatchObject({ kind: 'prompt_caching', agent: 'planner', savingNanos: (15n * DOLLAR) / 10n })
  })

  it.each([
    ['when nothing was read from a cache', { cacheReadAttempts: 0, cacheReadInputTokens: 0n }],
    ['when too few attempts read from it', { cacheReadAttempts: 9 }],
    ['when prompts are too short to have that part', { inputTokens: 100_000n }],
    ['when it would save less than a cent', { cacheReadInputTokens: 500n }],
  ])('is not advised %s', (_, change) => {
    expect(advise({ ...some, ...change })).toEqual([])
  })

  it('is not advised where it has no price', () => {
    expect(recommendations([use(some)], [configured('big')], [promptCaching])).toEqual([])
  })
})

describe('shorter prompts', () => {
  const advise = (figures: Partial<ModelUse['figures']>) => {
    return recommendations([use(figures)], [configured('big')], [shorterPrompts])
  }

  it('save a quarter of what was read and in no cache', () => {
    const [found] = advise({ inputTokens: 2_000_000n, costNanos: 5n * DOLLAR })
    expect(found).toMatchObject({ kind: 'shorter_prompts', savingNanos: DOLLAR, costNanos: 5n * DOLLAR })
  })

  it('are not advised where prompts are short, cached, or cost less than what is written', () => {
    expect(advise({ inputTokens: 700_000n, costNanos: 2n * DOLLAR })).toEqual([])
    expect(advise({ inputTokens: 2_000_000n, cacheReadInputTokens: 1_500_000n, costNanos: 2n * DOLLAR })).toEqual([])
    expect(advise({ inputTokens: 2_000_000n, costNanos: 9n * DOLLAR })).toEqual([])
  })
})
