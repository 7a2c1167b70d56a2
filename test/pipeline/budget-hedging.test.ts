import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Budgets } from '../../src/budgets/budgets.ts'
import { sleep } from '../../src/core/clock.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { Prices } from '../../src/usage/prices.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { AFTER_A_SECOND, HedgedRoute } from '../support/hedged-route.ts'
import { end, type Script, start, text } from '../support/scripted-provider.ts'

const down = new GatewayError(ErrorReason.UPSTREAM_AUTH, 'down')

/** One nano for each token; warming up costs enough for second attempts. */
const prices: Prices = {
  costOf: ({ usage }) => ({
    $typeName: 'switchyard.v1.Cost',
    total: usd(usage ? usage.inputTokens + usage.outputTokens : 0n),
    estimated: false,
  }),
  priceOf: () => undefined,
  contextWindowOf: () => undefined,
}

const slowness = fc.constantFrom(0, 500, 1000, 1500, 3000)

it('both attempts beside one another are charged with what the ledger has of them, and keep nothing back', async () => {
  let hedged = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ milliseconds: slowness, fails: fc.boolean() }), { minLength: 2, maxLength: 3 }),
      fc.boolean(),
      fc.option(fc.constantFrom(700, 1200, 1600), { nil: undefined }),
      async (courses, streaming, leavesAt) => {
        const clock = new FakeClock()
        const observer = { refused: () => {}, softReached: () => {} }
        const budgets = new Budgets({ clock, spend: { read: async () => 0n }, observer })
        const policy = { ...AFTER_A_SECOND, maxExtraSpendShare: 1 }
        let route!: HedgedRoute
        const scripts = courses.map(({ milliseconds, fails }): Script[] => [
          async function* (call) {
            await sleep(route.clock, milliseconds, call.signal)
            if (fails) throw down
            yield [start, text('word'.repeat(10))]
            await sleep(route.clock, 100, call.signal)
            yield [end]
          },
        ])
        route = await HedgedRoute.open(scripts, policy, { budgets, prices }, 10)
        const amount = { amountNanos: 1_000_000n, softNanos: undefined, hard: true }
        await budgets.replace([
          { name: 'b', subject: subjectOf(undefined), window: 'lifetime', timeZone: 'UTC', ...amount },
        ])
        const left = new GatewayError(ErrorReason.CALL_CANCELLED, 'left')
        if (leavesAt !== undefined) route.clock.after(leavesAt, () => route.controller.abort(left))
        const call = route.slowCall(streaming)
        const ended = route.text(call).catch(() => {})
        await route.clock.advance(100_000)
        await ended
        const [account] = [...budgets.accounts]
        hedged += call.journal.attempts.filter((attempt) => attempt.hedged).length
        const paid = route.ledger.rows.reduce((sum, { costNanos }) => sum + costNanos, 0n)
        expect([account?.reservedNanos, account?.spentAt(clock.now())]).toEqual([0n, paid])
        route.close()
      },
    ),
    { numRuns: 150 },
  )
  expect(hedged).toBeGreaterThan(10)
})
