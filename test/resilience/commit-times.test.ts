import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CommitTimes, ENOUGH_TIMES } from '../../src/resilience/commit-times.ts'
import { target } from '../support/pipeline-harness.ts'

const a = target('a')

function seen(times: readonly number[]): CommitTimes {
  const commitTimes = new CommitTimes()
  for (const time of times) commitTimes.observe(a, true, time)
  return commitTimes
}

describe('the time that a target takes to answer', () => {
  it('is not known before enough answers were seen', () => {
    const times = seen(new Array(ENOUGH_TIMES - 1).fill(100))
    expect(times.percentile(a, true, 95)).toBeUndefined()
    times.observe(a, true, 100)
    expect(times.percentile(a, true, 95)).toBe(100)
  })

  it('is that of the target, and of its streams or of its whole answers', () => {
    const times = seen(new Array(ENOUGH_TIMES).fill(100))
    expect(times.percentile(a, false, 95)).toBeUndefined()
    expect(times.percentile(target('b'), true, 95)).toBeUndefined()
  })

  it('forgets what is old', () => {
    const times = seen([...new Array(1000).fill(9000), ...new Array(256).fill(100)])
    expect(times.percentile(a, true, 99)).toBe(100)
  })

  it('follows new answers, at the latest after sixteen of them', () => {
    const times = seen(new Array(ENOUGH_TIMES).fill(100))
    expect(times.percentile(a, true, 95)).toBe(100)
    for (let answer = 0; answer < 16; answer++) times.observe(a, true, 7000)
    expect(times.percentile(a, true, 95)).toBe(7000)
  })

  it('is the nearest rank among the latest 256', () => {
    const many = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: ENOUGH_TIMES, maxLength: 600 })
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 99 }), (times, percent) => {
        const latest = times.slice(-256).sort((one, other) => one - other)
        const expected = latest[Math.ceil((latest.length * percent) / 100) - 1]
        expect(seen(times).percentile(a, true, percent)).toBe(expected)
      }),
    )
  })
})
