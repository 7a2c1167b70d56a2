import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tier } from '#gen/switchyard/v1/model_pb.js'
import type { Candidate } from '../../src/routing/candidates.ts'
import { DEFAULT_WEIGHTS, type Measure, score, scoreParts } from '../../src/routing/score.ts'
import type { Wish } from '../../src/routing/wish.ts'
import { entry, target } from '../support/pipeline-harness.ts'

const NOW = 1_800_000_000_000

const unseen = { inFlight: 0, averageLatencyMs: undefined, errorRate: 0, lastEndTime: NOW }

function candidate(change: Partial<Candidate> = {}): Candidate {
  const plain = { provider: 'a', isDefault: false, order: 0, price: undefined, contextWindow: undefined }
  return { entry: entry('m', [target('a')]), observed: unseen, ...plain, ...change }
}

function wish(change: Partial<Wish> = {}): Wish {
  const needs = { tools: false, vision: false, jsonSchema: false, tokens: 0 }
  return { now: NOW, tier: Tier.UNSPECIFIED, tierFrom: 'tier', taskType: '', preferredProviders: [], needs, ...change }
}

const fast = { entry: entry('m', [target('a')], { tier: Tier.FAST }) }
const premium = { entry: entry('m', [target('a')], { tier: Tier.PREMIUM, bestFor: ['coding'] }) }

describe('a measure', () => {
  it.each<[Measure, string, Partial<Candidate>, Partial<Wish>, number]>([
    ['tier', 'the wanted class', premium, { tier: Tier.PREMIUM }, 1],
    ['tier', 'the class above it', premium, { tier: Tier.BALANCED }, 0.375],
    ['tier', 'two classes above', premium, { tier: Tier.FAST }, 0.25],
    ['tier', 'the class below it', fast, { tier: Tier.BALANCED }, 0.125],
    ['tier', 'two classes below', fast, { tier: Tier.PREMIUM }, 0],
    ['tier', 'no class at all', {}, { tier: Tier.FAST }, 0],
    ['tier', 'any class when none is wanted', premium, {}, 0],
    ['task_type', 'the task it is best for', premium, { taskType: 'coding' }, 1],
    ['task_type', 'another task', premium, { taskType: 'poetry' }, 0],
    ['reliability', 'no failure', {}, {}, 1],
    ['reliability', 'a failure in four', { observed: { ...unseen, errorRate: 0.25 } }, {}, 0.75],
    [
      'reliability',
      'the same a minute later',
      { observed: { ...unseen, errorRate: 0.25 } },
      { now: NOW + 60_000 },
      0.875,
    ],
    ['preferred_provider', 'the first of two', {}, { preferredProviders: ['a', 'b'] }, 1],
    ['preferred_provider', 'the second of two', {}, { preferredProviders: ['b', 'a'] }, 0.5],
    ['preferred_provider', 'none of them', {}, { preferredProviders: ['b'] }, 0],
    ['default_model', 'the default', { isDefault: true }, {}, 1],
    ['price', 'a free model', { price: 0 }, {}, 1],
    ['price', 'one dollar', { price: 1 }, {}, 0.5],
    ['price', 'a price that is not known', {}, {}, 0.5],
    ['latency', 'two seconds', { observed: { ...unseen, averageLatencyMs: 2000 } }, {}, 0.5],
    ['latency', 'a time that is not known', {}, {}, 0.5],
    ['order', 'the first that is configured', { order: 1 }, {}, 1],
  ])('%s: %s', (measure, _, one, wanted, expected) => {
    const weights = { ...DEFAULT_WEIGHTS, [measure]: 1 }
    expect(scoreParts(candidate(one), wish(wanted), weights)[measure]).toBeCloseTo(expected, 9)
  })
})

const candidates = fc
  .record({
    tier: fc.constantFrom(Tier.UNSPECIFIED, Tier.FAST, Tier.BALANCED, Tier.PREMIUM),
    isDefault: fc.boolean(),
    order: fc.double({ min: 0, max: 1, noNaN: true }),
    price: fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: undefined }),
    provider: fc.constantFrom('a', 'b', 'c'),
    averageLatencyMs: fc.option(fc.double({ min: 0, max: 600_000, noNaN: true }), { nil: undefined }),
    errorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ tier, averageLatencyMs, errorRate, ...rest }) =>
    candidate({
      ...rest,
      entry: entry('m', [target('a')], { tier }),
      observed: { ...unseen, averageLatencyMs, errorRate },
    }),
  )

describe('the score', () => {
  const wanted = wish({ tier: Tier.PREMIUM, preferredProviders: ['b', 'c'] })

  it('is the sum of its parts, none below zero or above its weight', () => {
    fc.assert(
      fc.property(candidates, (one) => {
        const parts = Object.entries(scoreParts(one, wanted, DEFAULT_WEIGHTS)) as [Measure, number][]
        expect(score(one, wanted, DEFAULT_WEIGHTS)).toBeCloseTo(
          parts.reduce((sum, [, part]) => sum + part, 0),
          9,
        )
        for (const [name, part] of parts) expect(part >= 0 && part <= DEFAULT_WEIGHTS[name]).toBe(true)
      }),
    )
  })

  it('never prefers another class to the wanted one, whatever else speaks for it', () => {
    fc.assert(
      fc.property(candidates, candidates, (one, other) => {
        fc.pre(one.entry.tier === Tier.PREMIUM && other.entry.tier !== Tier.PREMIUM)
        expect(score(one, wanted, DEFAULT_WEIGHTS)).toBeGreaterThan(score(other, wanted, DEFAULT_WEIGHTS))
      }),
    )
  })

  it('takes a class above the wanted one before one below it, whatever their prices, speed and places', () => {
    fc.assert(
      fc.property(candidates, candidates, (one, other) => {
        const balanced = wish({ tier: Tier.BALANCED, preferredProviders: ['b', 'c'] })
        fc.pre(one.entry.tier === Tier.PREMIUM && other.entry.tier === Tier.FAST)
        fc.pre(one.observed.errorRate <= other.observed.errorRate)
        expect(score(one, balanced, DEFAULT_WEIGHTS)).toBeGreaterThan(score(other, balanced, DEFAULT_WEIGHTS))
      }),
    )
  })

  it('lets a quarter of the price decide between models of a class, not their places in the configuration', () => {
    const [dear, cheap] = [candidate({ price: 0.7, order: 1 }), candidate({ price: 0.175, order: 0.1 })]
    expect(score(cheap, wanted, DEFAULT_WEIGHTS)).toBeGreaterThan(score(dear, wanted, DEFAULT_WEIGHTS))
  })

  it('leaves out what has no weight', () => {
    const weights = { ...DEFAULT_WEIGHTS, price: 0 }
    const [cheap, dear] = [candidate({ price: 0 }), candidate({ price: 900 })]
    expect(score(cheap, wanted, weights)).toBe(score(dear, wanted, weights))
    expect(score(cheap, wanted, DEFAULT_WEIGHTS)).toBeGreaterThan(score(dear, wanted, DEFAULT_WEIGHTS))
  })
})
