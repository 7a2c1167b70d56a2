import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HedgeSpend } from '../../src/resilience/hedge-spend.ts'

const HOUR = 3_600_000

describe('the cap on what may be paid for nothing', () => {
  it('leaves nothing before something was spent', () => {
    expect(new HedgeSpend(1).reserve(1, 0)).toBeUndefined()
  })

  it('expects a second attempt to cost as much as a call, or as asking does', () => {
    const spend = new HedgeSpend(1)
    for (let call = 0; call < 10; call++) spend.callEnded(100, 0, 0)
    expect(spend.reserve(30, 0)).toBe(100)
    expect(spend.reserve(300, 0)).toBe(300)
  })

  it('forgets what is more than an hour old', () => {
    const spend = new HedgeSpend(0.5)
    for (let call = 0; call < 10; call++) spend.callEnded(100, 0, 0)
    expect(spend.reserve(1, HOUR - 60_000)).toBe(100)
    expect(spend.reserve(1, HOUR)).toBeUndefined()
  })

  it('holds, whatever happens at once, as long as no attempt costs more than was expected', () => {
    const step = fc.record({
      cost: fc.integer({ min: 0, max: 1000 }),
      hedges: fc.boolean(),
      ends: fc.boolean(),
      lost: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 100 }), (steps, percent) => {
        const spend = new HedgeSpend(percent / 100)
        const running: number[] = []
        const totals = { spent: 0, lost: 0 }
        const end = (cost: number, lost: number) => {
          totals.spent += cost
          totals.lost += lost
          spend.callEnded(cost, lost, 0)
        }
        for (const { cost, hedges, ends, lost } of steps) {
          const reserved = hedges ? spend.reserve(cost, 0) : undefined
          if (reserved !== undefined) running.push(reserved)
          else end(cost, 0)
          const oldest = ends ? running.shift() : undefined
          if (oldest === undefined) continue
          spend.release(oldest)
          const paid = Math.floor(oldest * lost)
          end(cost + paid, paid)
        }
        expect(totals.lost).toBeLessThanOrEqual((totals.spent * percent) / 100)
      }),
    )
  })
})
