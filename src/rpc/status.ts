import { create, type DescMessage, type MessageShape } from '@bufbuild/protobuf'
import {
  BadRequestSchema,
  ErrorInfoSchema,
  QuotaFailureSchema,
  RequestInfoSchema,
  RetryInfoSchema,
} from '#gen/google/rpc/error_details_pb.js'
import { AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import { durationOf } from '../core/duration.ts'
import { type FailedCall, type GatewayError, toGatewayError } from '../core/errors.ts'
import type { StatusCode } from '../core/status.ts'
import { attemptsInfo } from './attempts-info.ts'

/** A detail of an error: a message, most of them of `google.rpc`, with its schema. */
export interface StatusDetail<Desc extends DescMessage = DescMessage> {
  readonly desc: Desc
  readonly message: MessageShape<Desc>
}

/** An error as every door tells it, each in its protocol's way. */
export interface RpcStatus {
  readonly code: StatusCode
  readonly message: string
  readonly details: readonly StatusDetail[]
}

/** `google.rpc.ErrorInfo.domain` of every error. */
const DOMAIN = 'switchyard'

/** What a caller is told to wait where nothing better is known. */
const DEFAULT_RETRY_MS = 1000

/** How long a caller should wait before it tries again, milliseconds; undefined: another try cannot help. */
export function retryDelayMs({ policy, retryAfterMs = DEFAULT_RETRY_MS }: GatewayError): number | undefined {
  return policy.callerMayRetry ? retryAfterMs : undefined
}

/** The one place where errors become statuses. */
export function toStatus(thrown: unknown): RpcStatus {
  const error = toGatewayError(thrown)
  const { code } = error.policy
  return { code, message: error.message, details: detailsOf(error) }
}

function detailsOf(error: GatewayError): StatusDetail[] {
  const details: StatusDetail[] = [
    detail(ErrorInfoSchema, { reason: error.reasonName, domain: DOMAIN, metadata: { ...error.metadata } }),
  ]
  const retryMs = retryDelayMs(error)
  if (retryMs !== undefined) details.push(detail(RetryInfoSchema, { retryDelay: durationOf(retryMs) }))
  if (error.quota.length > 0) {
    details.push(detail(QuotaFailureSchema, { violations: error.quota.map((violation) => ({ ...violation })) }))
  }
  if (error.violations.length > 0) {
    details.push(detail(BadRequestSchema, { fieldViolations: error.violations.map((violation) => ({ ...violation })) }))
  }
  if (error.call) details.push(...detailsOfCall(error.call))
  return details
}

function detailsOfCall(call: FailedCall): StatusDetail[] {
  const request = detail(RequestInfoSchema, { requestId: call.responseId })
  if (call.attempts.length === 0) return [request]
  return [request, { desc: AttemptsInfoSchema, message: attemptsInfo(call) }]
}

function detail<Desc extends DescMessage>(desc: Desc, init: Parameters<typeof create<Desc>>[1]): StatusDetail {
  return { desc, message: create(desc, init) }
}
