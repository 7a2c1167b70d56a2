import { create } from '@bufbuild/protobuf'
import {
  type CreateRateLimitRequest,
  type CreateRateLimitResponse,
  type DeleteRateLimitRequest,
  type DeleteRateLimitResponse,
  type GetRateLimitRequest,
  type GetRateLimitResponse,
  type ListRateLimitsRequest,
  type ListRateLimitsResponse,
  type RateLimit,
  RateLimitSchema,
  type UpdateRateLimitRequest,
  type UpdateRateLimitResponse,
} from '#gen/switchyard/v1/rate_limit_pb.js'
import type { QuotaResources } from '../resources/quota-resources.ts'
import type { UnaryHandler } from './handler.ts'
import { pageOf } from './page.ts'

export interface RateLimitOptions {
  readonly storedRateLimits: QuotaResources<RateLimit>
}

export function listRateLimits(options: RateLimitOptions): UnaryHandler<ListRateLimitsRequest, ListRateLimitsResponse> {
  return async (request, { principal }) => {
    const visible = options.storedRateLimits.list(principal)
    const { page, nextPageToken } = pageOf(visible, ({ name }) => name, request)
    return { $typeName: 'switchyard.v1.ListRateLimitsResponse', rateLimits: [...page], nextPageToken }
  }
}

export function getRateLimit(options: RateLimitOptions): UnaryHandler<GetRateLimitRequest, GetRateLimitResponse> {
  return async ({ name }, { principal }) => {
    const rateLimit = options.storedRateLimits.get(name, principal)
    return { $typeName: 'switchyard.v1.GetRateLimitResponse', rateLimit }
  }
}

export function createRateLimit(
  options: RateLimitOptions,
): UnaryHandler<CreateRateLimitRequest, CreateRateLimitResponse> {
  return async ({ rateLimit = create(RateLimitSchema), validateOnly }, { principal }) => {
    const made = await options.storedRateLimits.create(rateLimit, { principal, validateOnly })
    return { $typeName: 'switchyard.v1.CreateRateLimitResponse', rateLimit: made }
  }
}

export function updateRateLimit(
  options: RateLimitOptions,
): UnaryHandler<UpdateRateLimitRequest, UpdateRateLimitResponse> {
  return async ({ rateLimit = create(RateLimitSchema), updateMask, validateOnly }, { principal }) => {
    const update = { quota: rateLimit, mask: updateMask?.paths ?? [] }
    const changed = await options.storedRateLimits.update(update, { principal, validateOnly })
    return { $typeName: 'switchyard.v1.UpdateRateLimitResponse', rateLimit: changed }
  }
}

export function deleteRateLimit(
  options: RateLimitOptions,
): UnaryHandler<DeleteRateLimitRequest, DeleteRateLimitResponse> {
  return async ({ name, etag, validateOnly }, { principal }) => {
    await options.storedRateLimits.delete(name, etag, { principal, validateOnly })
    return { $typeName: 'switchyard.v1.DeleteRateLimitResponse' }
  }
}
