import { clone } from '@bufbuild/protobuf'
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
import { budgetKind } from '../resources/quota-kinds.ts'
import type { QuotaResources } from '../resources/quota-resources.ts'
import type { RequestContext } from './handler.ts'
import type { PageOptions } from './page.ts'
import { QuotaCalls } from './quota-calls.ts'

export interface BudgetOptions extends PageOptions {
  readonly clock: Clock
  readonly storedBudgets: QuotaResources<Budget>
  readonly budgets: Budgets
}

/** What is done with budgets, in whichever message it is asked for. */
export function budgetCalls(options: BudgetOptions): QuotaCalls<Budget> {
  const { storedBudgets: resources } = options
  return new QuotaCalls({ ...options, kind: budgetKind, resources, shown: (budget) => shown(budget, options) })
}

/** The handlers of all methods for budgets. */
export function budgetHandlers(options: BudgetOptions) {
  const calls = budgetCalls(options)
  return {
    async listBudgets(request: ListBudgetsRequest, context: RequestContext): Promise<ListBudgetsResponse> {
      const { quotas: budgets, nextPageToken } = calls.list(request, context)
      return { $typeName: 'switchyard.v1.ListBudgetsResponse', budgets, nextPageToken }
    },
    async getBudget(request: GetBudgetRequest, context: RequestContext): Promise<GetBudgetResponse> {
      return { $typeName: 'switchyard.v1.GetBudgetResponse', budget: calls.get(request, context) }
    },
    async createBudget(request: CreateBudgetRequest, context: RequestContext): Promise<CreateBudgetResponse> {
      const budget = await calls.create(request.budget, request, context)
      return { $typeName: 'switchyard.v1.CreateBudgetResponse', budget }
    },
    async updateBudget(request: UpdateBudgetRequest, context: RequestContext): Promise<UpdateBudgetResponse> {
      const budget = await calls.update(request.budget, request, context)
      return { $typeName: 'switchyard.v1.UpdateBudgetResponse', budget }
    },
    async deleteBudget(request: DeleteBudgetRequest, context: RequestContext): Promise<DeleteBudgetResponse> {
      await calls.delete(request, context)
      return { $typeName: 'switchyard.v1.DeleteBudgetResponse' }
    },
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
