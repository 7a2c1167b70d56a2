import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDuration } from '../../src/resilience/open-duration.ts'

describe('how long a circuit stays open', () => {
  it('doubles up to its bound', () => {
    const durations = [0, 1, 2, 3, 4, 50].map((openings) => openDuration(openings, { openMs: 5, maxOpenMs: 60 }, 0))
    expect(durations).toEqual([5, 10, 20, 40, 60, 60])
  })

  it('is shortened by chance by a tenth at most', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (openings, random) => {
        const longest = openDuration(openings, { openMs: 5000, maxOpenMs: 50_000 }, 0)
        const duration = openDuration(openings, { openMs: 5000, maxOpenMs: 50_000 }, random)
        expect(duration).toBeLessThanOrEqual(longest)
        expect(duration).toBeGreaterThanOrEqual(longest * 0.9)
        expect(Number.isInteger(duration)).toBe(true)
      }),
    )
  })
})
