import type {
  CreateRateLimitRequest,
  CreateRateLimitResponse,
  DeleteRateLimitRequest,
  DeleteRateLimitResponse,
  GetRateLimitRequest,
  GetRateLimitResponse,
  ListRateLimitsRequest,
  ListRateLimitsResponse,
  RateLimit,
  UpdateRateLimitRequest,
  UpdateRateLimitResponse,
} from '#gen/switchyard/v1/rate_limit_pb.js'
import type { Clock } from '../core/clock.ts'
import { rateLimitKind } from '../resources/quota-kinds.ts'
import type { QuotaResources } from '../resources/quota-resources.ts'
import type { RequestContext } from './handler.ts'
import type { PageOptions } from './page.ts'
import { QuotaCalls } from './quota-calls.ts'

export interface RateLimitOptions extends PageOptions {
  readonly clock: Clock
  readonly storedRateLimits: QuotaResources<RateLimit>
}

/** What is done with rate limits, in whichever message it is asked for. */
export function rateLimitCalls(options: RateLimitOptions): QuotaCalls<RateLimit> {
  const { storedRateLimits: resources } = options
  return new QuotaCalls({ ...options, kind: rateLimitKind, resources, shown: (rateLimit) => rateLimit })
}

/** The handlers of all methods for rate limits. */
export function rateLimitHandlers(options: RateLimitOptions) {
  const calls = rateLimitCalls(options)
  return {
    async listRateLimits(request: ListRateLimitsRequest, context: RequestContext): Promise<ListRateLimitsResponse> {
      const { quotas: rateLimits, nextPageToken } = calls.list(request, context)
      return { $typeName: 'switchyard.v1.ListRateLimitsResponse', rateLimits, nextPageToken }
    },
    async getRateLimit(request: GetRateLimitRequest, context: RequestContext): Promise<GetRateLimitResponse> {
      return { $typeName: 'switchyard.v1.GetRateLimitResponse', rateLimit: calls.get(request, context) }
    },
    async createRateLimit(request: CreateRateLimitRequest, context: RequestContext): Promise<CreateRateLimitResponse> {
      const rateLimit = await calls.create(request.rateLimit, request, context)
      return { $typeName: 'switchyard.v1.CreateRateLimitResponse', rateLimit }
    },
    async updateRateLimit(request: UpdateRateLimitRequest, context: RequestContext): Promise<UpdateRateLimitResponse> {
      const rateLimit = await calls.update(request.rateLimit, request, context)
      return { $typeName: 'switchyard.v1.UpdateRateLimitResponse', rateLimit }
    },
    async deleteRateLimit(request: DeleteRateLimitRequest, context: RequestContext): Promise<DeleteRateLimitResponse> {
      await calls.delete(request, context)
      return { $typeName: 'switchyard.v1.DeleteRateLimitResponse' }
    },
  }
}
