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
import type { Clock } from '../core/clock.ts'
import type { QuotaResources } from '../resources/quota-resources.ts'
import type { UnaryHandler } from './handler.ts'
import { type PageOptions, pageOf } from './page.ts'
import { quotaCauseOf } from './quota-cause.ts'

export interface RateLimitOptions extends PageOptions {
  readonly clock: Clock
  readonly storedRateLimits: QuotaResources<RateLimit>
}

export function listRateLimits(options: RateLimitOptions): UnaryHandler<ListRateLimitsRequest, ListRateLimitsResponse> {
  return async (request, { principal }) => {
    const visible = options.storedRateLimits.list(principal)
    const { page, nextPageToken } = pageOf(visible, ({ name }) => name, request, principal, options)
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
  return async ({ rateLimit = create(RateLimitSchema), validateOnly }, context) => {
    const cause = { ...quotaCauseOf('rate_limit.create', context, options.clock), validateOnly }
    const made = await options.storedRateLimits.create(rateLimit, cause)
    return { $typeName: 'switchyard.v1.CreateRateLimitResponse', rateLimit: made }
  }
}

export function updateRateLimit(
  options: RateLimitOptions,
): UnaryHandler<UpdateRateLimitRequest, UpdateRateLimitResponse> {
  return async ({ rateLimit = create(RateLimitSchema), updateMask, validateOnly }, context) => {
    const update = { quota: rateLimit, mask: updateMask?.paths ?? [] }
    const cause = { ...quotaCauseOf('rate_limit.update', context, options.clock), validateOnly }
    const changed = await options.storedRateLimits.update(update, cause)
    return { $typeName: 'switchyard.v1.UpdateRateLimitResponse', rateLimit: changed }
  }
}

export function deleteRateLimit(
  options: RateLimitOptions,
): UnaryHandler<DeleteRateLimitRequest, DeleteRateLimitResponse> {
  return async ({ name, etag, validateOnly }, context) => {
    const cause = { ...quotaCauseOf('rate_limit.delete', context, options.clock), validateOnly }
    await options.storedRateLimits.delete(name, etag, cause)
    return { $typeName: 'switchyard.v1.DeleteRateLimitResponse' }
  }
}
