import { afterEach, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { Budgets } from '../../src/budgets/budgets.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { Prices } from '../../src/usage/prices.ts'
import { settled } from '../support/fake-clock.ts'
import { held, textAnswer } from '../support/held-attempts.ts'
import { PipelineHarness } from '../support/pipeline-harness.ts'
import { fails, ScriptedProvider, says } from '../support/scripted-provider.ts'

let harness: PipelineHarness
let budgets: Budgets

afterEach(() => harness.close())

const ALL = subjectOf(undefined)

/** Tokens cost one nano each, those written to the cache ten. */
const prices: Prices = {
  costOf: ({ usage }) => {
    const nanos = usage ? usage.inputTokens + usage.outputTokens + 9n * usage.cacheWriteInputTokens : 0n
    return { $typeName: 'switchyard.v1.Cost', total: usd(nanos), estimated: false }
  },
  priceOf: () => undefined,
  contextWindowOf: () => undefined,
}

/** The question is three tokens, so that with a hundred of output an attempt may cost 130 at most. */
const WORST = 130n
const options = { model: 'm', maxOutputTokens: 100n }

async function open(providers: readonly ScriptedProvider[], amountNanos: bigint, provider = ''): Promise<void> {
  harness = new PipelineHarness(providers)
  const spend = { read: async () => 0n }
  budgets = new Budgets({ clock: harness.clock, spend, observer: { refused: () => {}, softReached: () => {} } })
  const window = { window: 'lifetime', timeZone: 'UTC', softNanos: undefined, hard: true } as const
  await budgets.replace([{ name: 'b', subject: { ...ALL, provider }, amountNanos, ...window }])
  harness.close()
  harness = new PipelineHarness(providers, { budgets, prices })
}

function account() {
  const found = budgets.account('b')
  if (!found) throw new Error('There is no account.')
  return found
}

it('keeps the worst that an attempt may cost while it runs, and what it did cost afterwards', async () => {
  const first = held()
  await open([new ScriptedProvider(first.script)], 200n)
  const running = textAnswer(harness.run(harness.call(false, options)))
  await settled()
  expect(account().reservedNanos).toBe(WORST)
  await expect(harness.run(harness.call(false, options))).rejects.toMatchObject({ reasonName: 'BUDGET_EXCEEDED' })
  first.answer()
  await running
  expect(account().reservedNanos).toBe(0n)
  expect(account().spentAt(harness.clock.now())).toBe(harness.ledger.rows[0]?.costNanos)
})

it('sends nothing when there is too little left', async () => {
  const provider = new ScriptedProvider(says('Hello'))
  await open([provider], WORST - 1n)
  await expect(harness.run(harness.call(true, options))).rejects.toMatchObject({
    reasonName: 'BUDGET_EXCEEDED',
    metadata: { budget: 'b' },
    quota: [{ subject: 'budgets/b' }],
  })
  expect(provider.calls).toHaveLength(0)
  expect(harness.ledger.rows).toHaveLength(0)
})

it('leads to the next target when the budget is that of the first one’s provider', async () => {
  const providers = [new ScriptedProvider(says('One')), new ScriptedProvider(says('Two'))]
  await open(providers, 1n, 'p0')
  expect(await textAnswer(harness.run(harness.call(false, options)))).toBe('Two')
  expect(providers.map(({ calls }) => calls.length)).toEqual([0, 1])
})

it('that refuses a retry leaves the caller with what the attempt met', async () => {
  const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')
  const provider = new ScriptedProvider(fails(down))
  await open([provider], WORST)
  const running = harness.run(harness.call(false, options))
  running.catch(() => {})
  await settled()
  account().add(1n)
  await harness.clock.advance(60_000)
  await expect(running).rejects.toMatchObject({ reasonName: 'UPSTREAM_UNAVAILABLE' })
  expect(provider.calls).toHaveLength(1)
})
