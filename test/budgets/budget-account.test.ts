import { describe, expect, it } from 'vitest'
import type { Budget } from '../../src/budgets/budget.ts'
import { BudgetAccount } from '../../src/budgets/budget-account.ts'
import { subjectOf } from '../../src/core/subject.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const DAY = 86_400_000

function open(change: Partial<Budget> = {}) {
  const heard: string[] = []
  const budget: Budget = {
    ...{ name: 'b', subject: subjectOf(undefined), window: 'day', timeZone: 'UTC' },
    ...{ amountNanos: 100n, softNanos: 80n, hard: true, ...change },
  }
  const observer = {
    refused: () => heard.push('refused'),
    softReached: (_: Budget, spent: bigint) => heard.push(`soft ${spent}`),
  }
  return { account: new BudgetAccount(budget, NOON, observer), budget, heard }
}

function pay(account: BudgetAccount, nanos: bigint, now = NOON, startTime = now): boolean {
  return account.settle(account.take(0n), 0n, { nanos, startTime }, now)
}

describe('an account', () => {
  it('begins anew at the end of its window, and not a second time when the clock is set back', () => {
    const { account } = open()
    pay(account, 60n)
    expect(account.spentAt(NOON + DAY)).toBe(0n)
    pay(account, 50n, NOON + DAY)
    expect(account.spentAt(NOON)).toBe(50n)
    expect(account.spentAt(NOON + DAY)).toBe(50n)
    expect(account.hasRoomFor(51n, NOON)).toBe(false)
  })

  it('charges an attempt to the window in which it began', () => {
    const { account } = open()
    const hold = account.take(30n)
    expect(account.spentAt(NOON + DAY)).toBe(0n)
    expect(account.reservedNanos).toBe(30n)
    account.settle(hold, 30n, { nanos: 30n, startTime: NOON }, NOON + DAY)
    expect([account.spentAt(NOON + DAY), account.reservedNanos]).toEqual([0n, 0n])
  })

  it('warns once in a window for the log, and each time for the answer', () => {
    const { account, heard } = open()
    expect(pay(account, 79n)).toBe(false)
    expect(pay(account, 1n)).toBe(true)
    expect(pay(account, 1n)).toBe(true)
    expect(heard).toEqual(['soft 80'])
    expect(pay(account, 90n, NOON + DAY)).toBe(true)
    expect(heard).toEqual(['soft 80', 'soft 90'])
  })

  it('has room for everything as long as it is not hard', () => {
    const { account } = open({ hard: false })
    expect(account.hasRoomFor(1000n, NOON)).toBe(true)
  })

  it('learns what others spent, however often it is told', () => {
    const { account } = open()
    const { start } = account.windowAt(NOON)
    pay(account, 20n)
    for (let count = 0; count < 3; count++) account.learn(start, 50n, NOON)
    expect(account.spentAt(NOON)).toBe(50n)
    account.learn(start, 10n, NOON)
    expect(account.spentAt(NOON)).toBe(50n)
    account.learn(start, 99n, NOON + DAY)
    expect(account.spentAt(NOON + DAY)).toBe(0n)
  })

  it('keeps what was spent when its amount changes', () => {
    const { account, budget } = open()
    pay(account, 60n)
    account.change({ ...budget, amountNanos: 50n })
    expect(account.hasRoomFor(1n, NOON)).toBe(false)
    account.change({ ...budget, amountNanos: 200n })
    expect(account.hasRoomFor(140n, NOON)).toBe(true)
  })
})
