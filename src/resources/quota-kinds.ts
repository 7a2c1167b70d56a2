import type { Message } from '@bufbuild/protobuf'
import type { GenMessage } from '@bufbuild/protobuf/codegenv2'
import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { type Budget, BudgetSchema } from '#gen/switchyard/v1/budget_pb.js'
import type { QuotaSubject } from '#gen/switchyard/v1/quota_pb.js'
import { type RateLimit, RateLimitSchema } from '#gen/switchyard/v1/rate_limit_pb.js'
import type { Origin } from '#gen/switchyard/v1/resource_pb.js'
import { faultsOfBudget, faultsOfRateLimit } from '../config/quota-rules.ts'
import type { FieldViolation } from '../core/errors.ts'

/** What budgets and rate limits have in common. */
export type Quota = Message & {
  name: string
  subject?: QuotaSubject | undefined
  etag: string
  origin: Origin
  ofPlatform: boolean
  createTime?: Timestamp | undefined
  updateTime?: Timestamp | undefined
}

export interface QuotaKind<Q extends Quota> {
  /** As in `StoredResource.kind`, and how it is told to people. */
  readonly kind: string
  /** The field of a request that holds one. */
  readonly field: string
  readonly desc: GenMessage<Q>
  /** What the schema cannot say, by the paths of its fields. */
  faultsOf(quota: Q): FieldViolation[]
}

export const budgetKind: QuotaKind<Budget> = {
  kind: 'budgets',
  field: 'budget',
  desc: BudgetSchema,
  faultsOf: faultsOfBudget,
}

export const rateLimitKind: QuotaKind<RateLimit> = {
  kind: 'rate_limits',
  field: 'rate_limit',
  desc: RateLimitSchema,
  faultsOf: faultsOfRateLimit,
}
