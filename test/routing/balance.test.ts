import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Balance, balanced, type Moment, type Share } from '../../src/routing/balance.ts'
import { hashOf } from '../../src/routing/key-hash.ts'
import type { ObservedTarget } from '../../src/routing/target-knowledge.ts'
import { target } from '../support/pipeline-harness.ts'
import { seededRandom } from '../support/seeded-random.ts'

const NOW = 1_800_000_000_000

/** A share of each weight; the targets are called after their places: `t0`, `t1`… */
function shares(...weights: number[]): Share[] {
  return weights.map((weight, index) => ({ target: target(`t${index}`), weight, hash: hashOf(`t${index}`) }))
}

function moment(change: Partial<Moment> = {}, seen: Readonly<Record<string, Partial<ObservedTarget>>> = {}): Moment {
  const unseen = { inFlight: 0, averageLatencyMs: undefined, errorRate: 0, lastEndTime: NOW }
  return {
    now: NOW,
    random: seededRandom(1),
    observed: ({ provider }) => ({ ...unseen, ...seen[provider] }),
    key: undefined,
    ...change,
  }
}

function order(balance: Balance, of: readonly Share[], at: Moment): string[] {
  return Array.from(balanced(balance, of, at), ({ target }) => target.provider)
}

/** How often each target comes first in ten thousand calls, as a part of one. */
function parts(balance: Balance, of: readonly Share[], at: (draw: number) => Moment): number[] {
  const draws = 10_000
  const firsts = Array.from({ length: draws }, (_, draw) => order(balance, of, at(draw))[0])
  return of.map(({ target }) => firsts.filter((first) => first === target.provider).length / draws)
}

const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 })

describe('by weight', () => {
  it('the parts of ten thousand calls come near the weights', () => {
    fc.assert(
      fc.property(weights, fc.integer(), (given, seed) => {
        const at = moment({ random: seededRandom(seed) })
        const total = given.reduce((sum, weight) => sum + weight, 0)
        parts('weighted', shares(...given), () => at).forEach((part, index) => {
          expect(Math.abs(part - (given[index] ?? 0) / total)).toBeLessThan(0.025)
        })
      }),
      { numRuns: 20 },
    )
  })

  it('what failed is made up for by the others, by their weights too', () => {
    const at = moment()
    const seconds = Array.from({ length: 10_000 }, () => order('weighted', shares(1, 3, 1), at))
      .filter(([first]) => first === 't0')
      .map(([, second]) => second)
    expect(seconds.filter((second) => second === 't1').length / seconds.length).toBeCloseTo(0.75, 1)
  })

  it('a target without weight comes last', () => {
    for (const balance of ['weighted', 'least_busy', 'latency', 'sticky'] as const) {
      expect(order(balance, shares(0, 5, 1), moment({ key: 'k' }, { t1: { inFlight: 9 } }))[2]).toBe('t0')
    }
  })
})

describe('by load', () => {
  it('the least busy comes first', () => {
    const at = moment({}, { t0: { inFlight: 2 }, t1: { inFlight: 1 }, t2: { inFlight: 3 } })
    expect(order('least_busy', shares(1, 1, 1), at)).toEqual(['t1', 't0', 't2'])
  })

  it('one of twice the weight may have twice as much to do', () => {
    const at = moment({}, { t0: { inFlight: 3 }, t1: { inFlight: 4 } })
    expect(order('least_busy', shares(1, 2), at)).toEqual(['t1', 't0'])
  })

  it('equally busy ones share by weight', () => {
    const at = moment()
    const [first = 0] = parts('least_busy', shares(3, 1), () => at)
    expect(Math.abs(first - 0.75)).toBeLessThan(0.025)
  })
})

describe('by latency', () => {
  it.each<[string, Partial<ObservedTarget>, Partial<ObservedTarget>, string]>([
    ['the quicker of two', { averageLatencyMs: 900 }, { averageLatencyMs: 300 }, 't1'],
    ['one that is not known yet', { averageLatencyMs: 100 }, {}, 't1'],
    [
      'the less busy of two that are equally quick',
      { averageLatencyMs: 500, inFlight: 3 },
      { averageLatencyMs: 500 },
      't1',
    ],
    [
      'one that was slow long ago',
      { averageLatencyMs: 500 },
      { averageLatencyMs: 900, lastEndTime: NOW - 120_000 },
      't1',
    ],
  ])('%s comes first', (_, t0, t1, first) => {
    for (let seed = 0; seed < 20; seed++) {
      expect(order('latency', shares(1, 1), moment({ random: seededRandom(seed) }, { t0, t1 }))[0]).toBe(first)
    }
  })

  it('of many the slowest never comes first, and the quickest not always', () => {
    const slow = [100, 200, 300, 400].map((averageLatencyMs, index) => [`t${index}`, { averageLatencyMs }])
    const at = moment({}, Object.fromEntries(slow))
    const [quickest = 0, , , slowest] = parts('latency', shares(1, 1, 1, 1), () => at)
    expect(slowest).toBe(0)
    expect(Math.abs(quickest - 0.5)).toBeLessThan(0.025)
  })
})

describe('by key', () => {
  it('the same key has the same order, whatever chance says', () => {
    fc.assert(
      fc.property(weights, fc.string({ minLength: 1 }), fc.integer(), (given, key, seed) => {
        const first = order('sticky', shares(...given), moment({ key }))
        expect(order('sticky', shares(...given), moment({ key, random: seededRandom(seed) }))).toEqual(first)
      }),
    )
  })

  it('keys are shared by weight', () => {
    const [first = 0] = parts('sticky', shares(3, 1), (draw) => moment({ key: `session-${draw}` }))
    expect(Math.abs(first - 0.75)).toBeLessThan(0.025)
  })

  it('a new target takes only the keys that it wins, and few of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.string(), (count, prefix) => {
        const before = shares(...Array<number>(count).fill(1))
        const after = shares(...Array<number>(count + 1).fill(1))
        const keys = Array.from({ length: 1000 }, (_, index) => `${prefix}${index}`)
        const moved = keys.flatMap((key) => {
          const [was] = order('sticky', before, moment({ key }))
          const [is] = order('sticky', after, moment({ key }))
          return is === was ? [] : [is]
        })
        expect(new Set(moved)).toEqual(new Set([`t${count}`]))
        expect(moved.length / keys.length).toBeLessThan(1 / (count + 1) + 0.08)
      }),
      { numRuns: 30 },
    )
  })

  it('a call without a key is shared by weight', () => {
    const at = moment()
    const [first = 0] = parts('sticky', shares(1, 1), () => at)
    expect(Math.abs(first - 0.5)).toBeLessThan(0.025)
  })
})
