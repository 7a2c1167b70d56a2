import { describe, expect, it } from 'vitest'
import {
  BudgetSchema as FileBudgetSchema,
  RateLimitSchema as FileRateLimitSchema,
} from '#gen/switchyard/config/v1/quotas_pb.js'
import { BudgetSchema } from '#gen/switchyard/v1/budget_pb.js'
import { BudgetWindow } from '#gen/switchyard/v1/quota_pb.js'
import { RateLimitSchema } from '#gen/switchyard/v1/rate_limit_pb.js'
import { settableFields } from '../../src/resources/field-paths.ts'
import { faultsOf, load, loadEnvironment } from './load-config.ts'

describe('a budget and a rate limit of the file', () => {
  it.each([
    [FileBudgetSchema, BudgetSchema],
    [FileRateLimitSchema, RateLimitSchema],
  ])('have the fields of the contract', (file, contract) => {
    const told = ['name', ...settableFields(contract).map(({ name }) => name)]
    expect(file.fields.map(({ name }) => name)).toEqual(told)
  })
})

describe('budgets', () => {
  it('come from the environment, hard and over all calls, and win over the file’s of their names', () => {
    const file = 'budgets: [{name: daily, amount: 5}, {name: mine, amount: "0.5"}]'
    const { budgets } = load(file, { LLM_DAILY_BUDGET: '12.50', LLM_MONTHLY_BUDGET: '100' }).quotas
    expect(budgets.map(({ name, window, amount, hard }) => [name, window, amount?.amountNanos, hard])).toEqual([
      ['daily', BudgetWindow.DAY, 12_500_000_000n, true],
      ['mine', BudgetWindow.UNSPECIFIED, 500_000_000n, false],
      ['monthly', BudgetWindow.MONTH, 100_000_000_000n, true],
    ])
  })

  it.each([
    ['budgets: [{name: b, amount: 0}]', 'budgets[0].amount'],
    ['budgets: [{name: b, amount: lots}]', 'budgets[0].amount'],
    ['budgets: [{name: B, amount: 1}]', 'budgets[0].name'],
    ['budgets: [{name: b, amount: 1}, {name: b, amount: 2}]', 'budgets[1].name'],
    ['budgets: [{name: b, amount: 1, time_zone: Mars/Base}]', 'budgets[0].time_zone'],
    ['budgets: [{name: b, amount: 1, soft_percent: 101}]', 'budgets[0].soft_percent'],
    ['rate_limits: [{name: l}]', 'rate_limits[0].requests_per_minute'],
    ['rate_limits: [{name: l, tokens_per_minute: -1}]', 'rate_limits[0].tokens_per_minute'],
  ])('that make no sense are refused: %s', (file, path) => {
    expect(faultsOf(() => load(file)).map((fault) => fault.path)).toContain(path)
  })

  it('that the environment gets wrong are told by the name of the variable', () => {
    expect(() => loadEnvironment({ LLM_DAILY_BUDGET: 'lots' })).toThrow('LLM_DAILY_BUDGET')
  })
})
