import type { DescMessage, JsonValue, MessageShape } from '@bufbuild/protobuf'
import { durationMs } from '@bufbuild/protobuf/wkt'
import {
  BadRequestSchema,
  ErrorInfoSchema,
  QuotaFailureSchema,
  RequestInfoSchema,
  RetryInfoSchema,
} from '#gen/google/rpc/error_details_pb.js'
import { AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import type { GatewayError } from '../../core/errors.ts'
import { type StatusDetail, toStatus } from '../../rpc/status.ts'
import { plainJson } from './plain-json.ts'

/** What every door tells of an error in `google.rpc` details, as plain JSON. What does not apply is left out. */
export interface ErrorFacts {
  readonly reason: string
  readonly metadata?: Readonly<Record<string, string>>
  /** There exactly when a retry can help. */
  readonly retry_after_ms?: number
  readonly violations?: readonly { readonly field: string; readonly description: string }[]
  readonly quota?: readonly { readonly subject: string; readonly description: string }[]
  /** The call that it ended. */
  readonly response_id?: string
  /** `switchyard.v1.Attempt`, in the order in which they ended. */
  readonly attempts?: JsonValue
  /** How many earlier attempts are left out. */
  readonly omitted_attempts?: number
}

export function errorFacts(error: GatewayError): ErrorFacts {
  const facts = toStatus(error).details.map(factsOf)
  return Object.assign({ reason: error.reasonName }, ...facts)
}

function factsOf(detail: StatusDetail): Partial<ErrorFacts> {
  const info = as(ErrorInfoSchema, detail)
  if (info) return Object.keys(info.metadata).length === 0 ? {} : { metadata: info.metadata }
  const retry = as(RetryInfoSchema, detail)
  if (retry?.retryDelay) return { retry_after_ms: Math.ceil(durationMs(retry.retryDelay)) }
  const quota = as(QuotaFailureSchema, detail)
  if (quota) return { quota: quota.violations.map(({ subject, description }) => ({ subject, description })) }
  const request = as(BadRequestSchema, detail)
  if (request) return { violations: request.fieldViolations.map(({ field, description }) => ({ field, description })) }
  const call = as(RequestInfoSchema, detail)
  if (call) return { response_id: call.requestId }
  const tried = as(AttemptsInfoSchema, detail)
  return tried ? attemptFacts(tried) : {}
}

function attemptFacts(tried: MessageShape<typeof AttemptsInfoSchema>): Partial<ErrorFacts> {
  const { attempts } = plainJson(AttemptsInfoSchema, tried) as { attempts: JsonValue }
  const { omittedAttempts } = tried
  return omittedAttempts > 0 ? { attempts, omitted_attempts: omittedAttempts } : { attempts }
}

function as<Desc extends DescMessage>(desc: Desc, detail: StatusDetail): MessageShape<Desc> | undefined {
  return detail.desc.typeName === desc.typeName ? (detail.message as MessageShape<Desc>) : undefined
}
