import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlidingCount } from '../../src/resilience/sliding-count.ts'

it('counts what happened in as many seconds, the running one included, whenever it is asked', () => {
  const moments = fc.array(fc.record({ waitMs: fc.oneof(fc.nat(1500), fc.nat(15_000)), looks: fc.boolean() }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(1_000_000), moments, (seconds, start, sequence) => {
      const count = new SlidingCount(seconds)
      const happened: number[] = []
      let now = start
      for (const { waitMs, looks } of sequence) {
        now += waitMs
        happened.push(now)
        count.add(now)
        const second = Math.floor(now / 1000)
        if (looks)
          expect(count.total(now)).toBe(happened.filter((at) => Math.floor(at / 1000) > second - seconds).length)
      }
    }),
  )
})
