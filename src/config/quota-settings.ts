import { create } from '@bufbuild/protobuf'
import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import { type Budget as FileBudget, BudgetSchema as FileBudgetSchema } from '#gen/switchyard/config/v1/quotas_pb.js'
import { type Budget, BudgetSchema } from '#gen/switchyard/v1/budget_pb.js'
import { BudgetWindow } from '#gen/switchyard/v1/quota_pb.js'
import { type RateLimit, RateLimitSchema } from '#gen/switchyard/v1/rate_limit_pb.js'
import { Origin } from '#gen/switchyard/v1/resource_pb.js'
import type { FieldViolation } from '../core/errors.ts'
import { parseDecimal, usd } from '../core/money.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'
import { faultsOfBudget, faultsOfRateLimit } from './quota-rules.ts'

/** Budgets and rate limits of the file and the environment, as AdminService tells them. */
export interface QuotaSettings {
  readonly budgets: readonly Budget[]
  readonly rateLimits: readonly RateLimit[]
}

const AMOUNT = /^[0-9]{1,9}([.][0-9]{1,9})?$/

const VARIABLES = [
  { variable: 'LLM_DAILY_BUDGET', name: 'daily', window: BudgetWindow.DAY },
  { variable: 'LLM_MONTHLY_BUDGET', name: 'monthly', window: BudgetWindow.MONTH },
]

/** Each of the two variables is a budget over all calls that refuses; it takes the place of the file's of its name. */
export function applyBudgetVariables(config: Config, environment: EnvironmentValues, faults: FaultList): void {
  for (const { variable, name, window } of VARIABLES) {
    const amount = readVariable(environment, variable)
    if (amount === undefined) continue
    const budget = create(FileBudgetSchema, { name, window, amount, hard: true })
    const found = config.budgets.findIndex((other) => other.name === name)
    const index = found === -1 ? config.budgets.length : found
    config.budgets[index] = budget
    faults.cameFrom(`budgets[${index}]`, variable)
    faults.cameFrom(`budgets[${index}].amount`, variable)
  }
}

export function toQuotas({ budgets, rateLimits }: Config, faults: FaultList): QuotaSettings {
  const said = { origin: Origin.FILE, ofPlatform: true }
  const quotas = {
    budgets: budgets.map((budget) => toBudget(budget)),
    rateLimits: rateLimits.map(({ $typeName, ...limit }) => create(RateLimitSchema, { ...limit, ...said })),
  }
  check('budgets', quotas.budgets, faultsOfBudget, faults)
  check('rate_limits', quotas.rateLimits, faultsOfRateLimit, faults)
  return quotas
}

function toBudget({ $typeName, amount, ...budget }: FileBudget): Budget {
  const said = { origin: Origin.FILE, ofPlatform: true }
  // Text that is no amount was reported by the schema's bounds.
  return create(BudgetSchema, { ...budget, amount: usd(AMOUNT.test(amount) ? parseDecimal(amount) : 1n), ...said })
}

function check<Quota extends { readonly name: string }>(
  path: string,
  quotas: readonly Quota[],
  faultsOf: (quota: Quota) => FieldViolation[],
  faults: FaultList,
): void {
  quotas.forEach((quota, index) => {
    const at = `${path}[${index}]`
    for (const { field, description } of faultsOf(quota)) faults.add(`${at}.${field}`, description)
    if (quotas.findIndex(({ name }) => name === quota.name) !== index) {
      faults.add(`${at}.name`, `another one is already called \`${quota.name}\``)
    }
  })
}
