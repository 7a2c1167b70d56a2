import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Budgets } from '../../src/budgets/budgets.ts'
import { sleep } from '../../src/core/clock.ts'
import { collect } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { Prices } from '../../src/usage/prices.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { PipelineHarness } from '../support/pipeline-harness.ts'
import { end, type Script, ScriptedProvider, start, text } from '../support/scripted-provider.ts'

interface Course {
  readonly milliseconds: number
  readonly does: 'speak' | 'fail' | 'break' | 'ramble'
}

const course = fc.record<Course>({
  milliseconds: fc.constantFrom(0, 100, 2000),
  does: fc.constantFrom('speak', 'fail', 'break', 'ramble'),
})

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')

/** One nano for each token. */
const prices: Prices = {
  costOf: ({ usage }) => ({
    $typeName: 'switchyard.v1.Cost',
    total: usd(usage ? usage.inputTokens + usage.outputTokens : 0n),
    estimated: false,
  }),
  priceOf: () => undefined,
  contextWindowOf: () => undefined,
}

const AMOUNT = 10_000n

function plays({ milliseconds, does }: Course, clock: () => FakeClock): Script {
  return async function* (call) {
    await sleep(clock(), milliseconds, call.signal)
    if (does === 'fail') throw down
    yield [start, text('word'.repeat(10))]
    if (does === 'ramble') for (let count = 0; count < 100; count++) yield [text('word'.repeat(100))]
    if (does !== 'break') yield [end]
  }
}

async function run(courses: readonly Course[], calls: number, streaming: boolean, leavesAt: number | undefined) {
  const clock = new FakeClock()
  const budgets = new Budgets({
    clock,
    spend: { read: async () => 0n },
    observer: { refused: () => {}, softReached: () => {} },
  })
  const budget = { name: 'b', subject: subjectOf(undefined), window: 'lifetime', timeZone: 'UTC' } as const
  await budgets.replace([{ ...budget, amountNanos: AMOUNT, softNanos: undefined, hard: true }])
  const providers = courses.map((one) => new ScriptedProvider(plays(one, () => harness.clock)))
  const harness: PipelineHarness = new PipelineHarness(providers, { budgets, prices })
  if (leavesAt !== undefined) {
    harness.clock.after(leavesAt, () => harness.controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'left')))
  }
  const options = { model: 'm', ...(streaming ? {} : { maxOutputTokens: 3000n }) }
  const ends = Array.from({ length: calls }, async () => collect(await harness.run(harness.call(streaming, options))))
  const settled = Promise.allSettled(ends)
  await harness.clock.advance(200_000)
  await settled
  harness.close()
  const [account] = [...budgets.accounts]
  return { harness, account }
}

it('whatever attempts do, a budget is charged with what the ledger has, once, and keeps nothing back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(course, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      fc.option(fc.constantFrom(50, 1000, 2500), { nil: undefined }),
      async (courses, calls, streaming, leavesAt) => {
        const { harness, account } = await run(courses, calls, streaming, leavesAt)
        const paid = harness.ledger.rows.reduce((sum, { costNanos }) => sum + costNanos, 0n)
        expect(account?.reservedNanos).toBe(0n)
        expect(account?.spentAt(harness.clock.now())).toBe(paid)
        // A stream is ended by the read that passes the limit, which is paid: 100 tokens here.
        if (streaming) expect(paid).toBeLessThanOrEqual(AMOUNT + 100n * BigInt(calls))
      },
    ),
    { numRuns: 150 },
  )
}, 60_000)
