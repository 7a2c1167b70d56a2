import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GatewayError } from '../../core/errors.ts'
import { SHOULD_RETRY } from '../../rpc/response-headers.ts'
import type { ErrorBody } from '../web/endpoints/endpoint.ts'
import { httpStatusOf } from '../web/endpoints/http-status.ts'
import { CODE } from './refusals.ts'

/**
 * An error as OpenAI's clients expect it, with our reason beside it.
 * Source: https://platform.openai.com/docs/guides/error-codes
 */
export interface ErrorObject {
  readonly message: string
  readonly type: string
  /** The parameter that is at fault, as the caller wrote it. */
  readonly param: string | null
  readonly code: string
  /** A name of ErrorReason without its prefix. */
  readonly reason: string
}

/** Codes that clients know, where they are not our reasons in small letters. */
const codes: Partial<Record<ErrorReason, string>> = {
  [ErrorReason.UNAUTHENTICATED]: 'invalid_api_key',
  [ErrorReason.RATE_LIMITED]: 'rate_limit_exceeded',
  [ErrorReason.UPSTREAM_RATE_LIMITED]: 'rate_limit_exceeded',
  [ErrorReason.BUDGET_EXCEEDED]: 'insufficient_quota',
  [ErrorReason.UPSTREAM_QUOTA]: 'insufficient_quota',
  [ErrorReason.CONTEXT_LENGTH]: 'context_length_exceeded',
  [ErrorReason.INTERNAL]: 'internal_error',
}

/** Parameters that are at fault whenever these reasons are given. */
const params: Partial<Record<ErrorReason, string>> = {
  [ErrorReason.MODEL_NOT_FOUND]: 'model',
  [ErrorReason.MODEL_NOT_ALLOWED]: 'model',
}

/** What a field of the contract is called in the requests of an endpoint. */
export type ParamOf = (field: string) => string

export function errorObject(error: GatewayError, paramOf: ParamOf): ErrorObject {
  const { field, upstream_param } = error.metadata
  const violations = error.violations.map((of) => ({ param: paramOf(of.field), description: of.description }))
  const told = violations.slice(0, 3).map(({ param, description }) => `${param}: ${description}`)
  const code = error.metadata[CODE] ?? codes[error.reason] ?? error.reasonName.toLowerCase()
  return {
    message: told.length > 0 ? told.join('; ') : error.message,
    type: typeOf(code, httpStatusOf(error)),
    param: violations[0]?.param ?? (field && paramOf(field)) ?? upstream_param ?? params[error.reason] ?? null,
    code,
    reason: error.reasonName,
  }
}

function typeOf(code: string, status: number): string {
  if (code === 'insufficient_quota') return code
  if (status === 429) return 'rate_limit_error'
  if (status === 403) return 'permission_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}

/** The error as the whole answer. Clients of OpenAI would repeat every 5xx, 409 and 429 unless they are told not to. */
export function errorBody(error: GatewayError, paramOf: ParamOf): ErrorBody {
  return {
    contentType: 'application/json',
    text: JSON.stringify({ error: errorObject(error, paramOf) }),
    header: [[SHOULD_RETRY, String(error.policy.callerMayRetry)]],
  }
}
