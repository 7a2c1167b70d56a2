import { clone, create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  type Budget,
  BudgetSchema,
  type CreateBudgetRequest,
  type CreateBudgetResponse,
  type DeleteBudgetRequest,
  type DeleteBudgetResponse,
  type GetBudgetRequest,
  type GetBudgetResponse,
  type ListBudgetsRequest,
  type ListBudgetsResponse,
  type UpdateBudgetRequest,
  type UpdateBudgetResponse,
} from '#gen/switchyard/v1/budget_pb.js'
import type { Budgets } from '../budgets/budgets.ts'
import type { Clock } from '../core/clock.ts'
import { usd } from '../core/money.ts'
import type { QuotaResources } from '../resources/quota-resources.ts'
import type { UnaryHandler } from './handler.ts'
import { type PageOptions, pageOf } from './page.ts'
import { quotaCauseOf } from './quota-cause.ts'

export interface BudgetOptions extends PageOptions {
  readonly clock: Clock
  readonly storedBudgets: QuotaResources<Budget>
  readonly budgets: Budgets
}

export function listBudgets(options: BudgetOptions): UnaryHandler<ListBudgetsRequest, ListBudgetsResponse> {
  return async (request, { principal }) => {
    const visible = options.storedBudgets.list(principal)
    const { page, nextPageToken } = pageOf(visible, ({ name }) => name, request, principal, options)
    const budgets = page.map((budget) => shown(budget, options))
    return { $typeName: 'switchyard.v1.ListBudgetsResponse', budgets, nextPageToken }
  }
}

export function getBudget(options: BudgetOptions): UnaryHandler<GetBudgetRequest, GetBudgetResponse> {
  return async ({ name }, { principal }) => {
    const budget = shown(options.storedBudgets.get(name, principal), options)
    return { $typeName: 'switchyard.v1.GetBudgetResponse', budget }
  }
}

export function createBudget(options: BudgetOptions): UnaryHandler<CreateBudgetRequest, CreateBudgetResponse> {
  return async ({ budget = create(BudgetSchema), validateOnly }, context) => {
    const cause = { ...quotaCauseOf('budget.create', context, options.clock), validateOnly }
    const made = await options.storedBudgets.create(budget, cause)
    return { $typeName: 'switchyard.v1.CreateBudgetResponse', budget: shown(made, options) }
  }
}

export function updateBudget(options: BudgetOptions): UnaryHandler<UpdateBudgetRequest, UpdateBudgetResponse> {
  return async ({ budget = create(BudgetSchema), updateMask, validateOnly }, context) => {
    const update = { quota: budget, mask: updateMask?.paths ?? [] }
    const cause = { ...quotaCauseOf('budget.update', context, options.clock), validateOnly }
    const changed = await options.storedBudgets.update(update, cause)
    return { $typeName: 'switchyard.v1.UpdateBudgetResponse', budget: shown(changed, options) }
  }
}

export function deleteBudget(options: BudgetOptions): UnaryHandler<DeleteBudgetRequest, DeleteBudgetResponse> {
  return async ({ name, etag, validateOnly }, context) => {
    const cause = { ...quotaCauseOf('budget.delete', context, options.clock), validateOnly }
    await options.storedBudgets.delete(name, etag, cause)
    return { $typeName: 'switchyard.v1.DeleteBudgetResponse' }
  }
}

/** With what was spent of it; one that is only validated has no account. */
function shown(budget: Budget, { budgets, clock }: BudgetOptions): Budget {
  const account = budgets.account(budget.name)
  if (!account) return budget
  const { start, end } = account.windowAt(clock.now())
  const times = end === Infinity ? {} : { windowStart: timestampFromMs(start), windowEnd: timestampFromMs(end) }
  const spent = usd(account.spentAt(clock.now()))
  return Object.assign(clone(BudgetSchema, budget), { spent, reserved: usd(account.reservedNanos), ...times })
}
