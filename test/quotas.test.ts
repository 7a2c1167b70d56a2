import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { BudgetSchema } from '#gen/switchyard/v1/budget_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { loadConfig } from '../src/config/load.ts'
import { GatewayError } from '../src/core/errors.ts'
import { usd } from '../src/core/money.ts'
import { operator } from '../src/core/principal.ts'
import { FakeClock } from './support/fake-clock.ts'
import { openTestQuotas } from './support/quotas.ts'

const settings = loadConfig({
  path: 'test.yaml',
  environment: {},
  readFile: () => '{"store":{"url":"sqlite::memory:"}}',
})

describe('a budget that is made while what was spent cannot be read', () => {
  it('is made all the same, and knows what was spent as soon as it can be', async () => {
    const clock = new FakeClock()
    let isAway = true
    let reads = 0
    const read = async () => {
      reads += 1
      if (isAway) throw new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'It is away.')
      return 3n
    }
    const { budgets, storedBudgets, close } = await openTestQuotas(settings, clock, { read })
    const principal = operator('local', 'operator')
    const audit = { principal: 'local', action: 'budget.create', traceId: '' }
    const budget = create(BudgetSchema, { name: 'cap', amount: usd(5n) })
    const made = await storedBudgets.create(budget, { principal, audit, validateOnly: false })
    expect([made.name, budgets.account('cap')?.spentAt(clock.now())]).toEqual(['cap', 0n])
    await clock.advance(30_000)
    isAway = false
    await clock.advance(30_000)
    expect(budgets.account('cap')?.spentAt(clock.now())).toBe(3n)
    await clock.advance(3_600_000)
    expect(reads).toBe(3)
    await close()
    expect(clock.pendingTimers).toBe(0)
  })
})
