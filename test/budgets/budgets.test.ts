import { expect, it } from 'vitest'
import type { Budget } from '../../src/budgets/budget.ts'
import { Budgets } from '../../src/budgets/budgets.ts'
import { subjectOf } from '../../src/core/subject.ts'
import type { SpendQuestion } from '../../src/usage/spend.ts'
import { targetedCall } from '../support/call.ts'
import { FakeClock } from '../support/fake-clock.ts'

const ALL = subjectOf(undefined)

function budget(name: string, change: Partial<Budget> = {}): Budget {
  const rest = { subject: ALL, window: 'day', timeZone: 'UTC', amountNanos: 100n, softNanos: undefined, hard: true }
  return { name, ...(rest as Omit<Budget, 'name'>), ...change }
}

function open(read: (question: SpendQuestion) => Promise<bigint> = async () => 0n) {
  const clock = new FakeClock()
  const budgets = new Budgets({ clock, spend: { read }, observer: { refused: () => {}, softReached: () => {} } })
  return { clock, budgets, call: targetedCall() }
}

it('an attempt is charged to all budgets that match it, and to no other', async () => {
  const { budgets, call } = open()
  expect(budgets.isEmpty).toBe(true)
  expect(budgets.accountsOf(call, call.target)).toBeUndefined()
  await budgets.replace([
    budget('all'),
    budget('tenant', { subject: { ...ALL, tenant: 'default' } }),
    budget('model', { subject: { ...ALL, tenant: 'default', model: 'model-1', provider: 'played' } }),
    budget('other', { subject: { ...ALL, tenant: 'acme' } }),
    budget('user', { subject: { ...ALL, user: 'u' } }),
  ])
  const names = budgets.accountsOf(call, call.target)?.map((account) => account.budget.name)
  expect(names).toEqual(['all', 'tenant', 'model'])
})

it('another amount goes on with what was spent, another subject asks the ledger', async () => {
  const asked: SpendQuestion[] = []
  const { budgets, clock } = open(async (question) => {
    asked.push(question)
    return 40n
  })
  await budgets.replace([budget('b')])
  await budgets.replace([budget('b', { amountNanos: 50n })])
  expect(asked).toHaveLength(1)
  expect(budgets.account('b')?.spentAt(clock.now())).toBe(40n)
  await budgets.replace([budget('b', { subject: { ...ALL, tenant: 'acme' } })])
  expect(asked[1]).toMatchObject({ subject: { tenant: 'acme' }, to: clock.now() })
  await budgets.replace([])
  expect(budgets.isEmpty).toBe(true)
})

it('a ledger that cannot be read leaves the budgets in force, and the others read', async () => {
  const { budgets, clock, call } = open(async ({ subject }) => {
    if (subject.tenant === '') throw new Error('away')
    return 40n
  })
  const both = [budget('all'), budget('tenant', { subject: { ...ALL, tenant: 'default' } })]
  await expect(budgets.replace(both)).rejects.toThrow('away')
  expect(budgets.accountsOf(call, call.target)).toHaveLength(2)
  expect(budgets.account('tenant')?.spentAt(clock.now())).toBe(40n)
})
