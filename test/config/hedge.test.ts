import { describe, expect, it } from 'vitest'
import { faultsOf, load } from './load-config.ts'

const file = (hedge: string) =>
  `providers: [{name: p, adapter: mock, models: [a]}]\nroutes: [{name: r, targets: [{provider: p, model: a}]${hedge}}]`

const hedgeOf = (hedge: string) => load(file(hedge)).routes[0]?.hedge

describe('a route', () => {
  it('hedges only when it says so', () => {
    expect(hedgeOf('')).toBeUndefined()
    expect(hedgeOf(', hedge: {}')).toEqual({
      percentile: 95,
      minDelayMs: 50,
      maxDelayMs: 5000,
      maxExtraSpendShare: 0.1,
    })
  })

  it('says when, and what it may cost', () => {
    expect(hedgeOf(', hedge: {percentile: 80, min_delay: 1s, max_delay: 2s, max_extra_spend_percent: 25}')).toEqual({
      percentile: 80,
      minDelayMs: 1000,
      maxDelayMs: 2000,
      maxExtraSpendShare: 0.25,
    })
  })

  it.each([
    ['the longest delay to a longer shortest one', 'min_delay: 9s', [9000, 9000]],
    ['the shortest delay to a shorter longest one', 'max_delay: 10ms', [10, 10]],
  ])('adapts %s', (_, field, [minDelayMs, maxDelayMs]) => {
    expect(hedgeOf(`, hedge: {${field}}`)).toMatchObject({ minDelayMs, maxDelayMs })
  })

  it.each([
    ['delays the wrong way round', 'min_delay: 2s, max_delay: 1s', 'routes[0].hedge.max_delay', /not be shorter/],
    ['a percentile that no answer exceeds', 'percentile: 100', 'routes[0].hedge.percentile', /99/],
    ['no spend at all', 'max_extra_spend_percent: 0', 'routes[0].hedge.max_extra_spend_percent', /1/],
    ['a field that does not exist', 'after: 1s', 'routes[0].hedge.after', /no such field/],
  ])('is refused with %s', (_, fields, path, message) => {
    const [fault] = faultsOf(() => load(file(`, hedge: {${fields}}`)))
    expect(fault?.path).toBe(path)
    expect(fault?.message).toMatch(message)
  })
})
