import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import type { ApiKey, CreateApiKeyRequest, CreateApiKeyResponse } from '#gen/switchyard/v1/api_key_pb.js'
import type { Budget } from '#gen/switchyard/v1/budget_pb.js'
import type { RateLimit } from '#gen/switchyard/v1/rate_limit_pb.js'
import { authorizationOf } from '../access/permissions.ts'
import { budgetKind, rateLimitKind } from '../resources/quota-kinds.ts'
import { type BudgetOptions, budgetCalls } from './budgets.ts'
import type { RequestContext } from './handler.ts'
import type { PageOptions } from './page.ts'
import { QuotasOfKey } from './quotas-of-key.ts'
import { type RateLimitOptions, rateLimitCalls } from './rate-limits.ts'
import type { Validate } from './validate.ts'

const { method } = AdminService

export interface KeyQuotasOptions extends PageOptions {
  readonly quotas: Omit<BudgetOptions & RateLimitOptions, keyof PageOptions>
  readonly validate: Validate
}

/** As the response tells of them. */
type QuotasTold = Pick<CreateApiKeyResponse, 'budgets' | 'rateLimits'>

/** What a key is made with that bounds it: all of that stands before the key does. */
export class KeyQuotas {
  readonly #budgets: QuotasOfKey<Budget>
  readonly #rateLimits: QuotasOfKey<RateLimit>

  constructor(
    { budgets, rateLimits }: Pick<CreateApiKeyRequest, 'budgets' | 'rateLimits'>,
    key: ApiKey,
    context: RequestContext,
    { quotas, pageTokens, validate }: KeyQuotasOptions,
  ) {
    const options = { ...quotas, pageTokens }
    const shared = { key, context, validate }
    this.#budgets = new QuotasOfKey({
      ...shared,
      kind: budgetKind,
      calls: budgetCalls(options),
      authorize: authorizationOf(method.createBudget),
      field: 'budgets',
      quotas: budgets,
    })
    this.#rateLimits = new QuotasOfKey({
      ...shared,
      kind: rateLimitKind,
      calls: rateLimitCalls(options),
      authorize: authorizationOf(method.createRateLimit),
      field: 'rate_limits',
      quotas: rateLimits,
    })
  }

  /** As they would be. Throws PERMISSION_DENIED, INVALID_REQUEST with the field, and RESOURCE_EXISTS; makes nothing. */
  async check(): Promise<QuotasTold> {
    return { budgets: await this.#budgets.check(), rateLimits: await this.#rateLimits.check() }
  }

  /** Makes them, and then the key; when one of all these cannot be made, none is. Throws as what failed did. */
  async before(makeKey: () => Promise<ApiKey>): Promise<QuotasTold & { readonly apiKey: ApiKey }> {
    try {
      const rateLimits = await this.#rateLimits.make()
      const budgets = await this.#budgets.make()
      return { budgets, rateLimits, apiKey: await makeKey() }
    } catch (error) {
      await this.#budgets.takeBack()
      await this.#rateLimits.takeBack()
      throw error
    }
  }
}
