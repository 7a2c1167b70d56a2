import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GatewayError } from '../../core/errors.ts'
import type { VendorError } from './vendor-error.ts'

type Reason = GatewayError['reason']

/** Words that tell the reason whatever the status is. */
const byWord: Readonly<Record<string, Reason>> = {
  context_length_exceeded: ErrorReason.CONTEXT_LENGTH,
  string_above_max_length: ErrorReason.CONTEXT_LENGTH,
  exceed_context_size_error: ErrorReason.CONTEXT_LENGTH,
  content_filter: ErrorReason.CONTENT_FILTER,
  content_policy_violation: ErrorReason.CONTENT_FILTER,
  image_content_policy_violation: ErrorReason.CONTENT_FILTER,
  misalignment_policy_violation: ErrorReason.CONTENT_FILTER,
  ResponsibleAIPolicyViolation: ErrorReason.CONTENT_FILTER,
  invalid_prompt: ErrorReason.CONTENT_FILTER,
  bio_policy: ErrorReason.CONTENT_FILTER,
  moderated: ErrorReason.CONTENT_FILTER,
  insufficient_quota: ErrorReason.UPSTREAM_QUOTA,
  enforced_spend_limit_reached: ErrorReason.UPSTREAM_QUOTA,
  contract_spend_limit_reached: ErrorReason.UPSTREAM_QUOTA,
  linked_organization_spend_limit_reached: ErrorReason.UPSTREAM_QUOTA,
  linked_organization_billing_unavailable: ErrorReason.UPSTREAM_QUOTA,
  credit_balance_exhausted: ErrorReason.UPSTREAM_QUOTA,
  organization_spend_limit_exceeded: ErrorReason.UPSTREAM_QUOTA,
  project_spend_limit_exceeded: ErrorReason.UPSTREAM_QUOTA,
  organization_usage_limit_exceeded: ErrorReason.UPSTREAM_QUOTA,
  billing_hard_limit_reached: ErrorReason.UPSTREAM_QUOTA,
  invalid_api_key: ErrorReason.UPSTREAM_AUTH,
  API_KEY_INVALID: ErrorReason.UPSTREAM_AUTH,
  model_not_found: ErrorReason.MODEL_NOT_FOUND,
  invalid_model: ErrorReason.MODEL_NOT_FOUND,
  DeploymentNotFound: ErrorReason.MODEL_NOT_FOUND,
  FAILED_PRECONDITION: ErrorReason.UPSTREAM_PRECONDITION,
}

/** What a status means when no word tells more. */
const byStatus: Readonly<Record<number, Reason>> = {
  401: ErrorReason.UPSTREAM_AUTH,
  402: ErrorReason.UPSTREAM_QUOTA,
  403: ErrorReason.UPSTREAM_FORBIDDEN,
  404: ErrorReason.MODEL_NOT_FOUND,
  408: ErrorReason.UPSTREAM_UNAVAILABLE,
  409: ErrorReason.UPSTREAM_CONFLICT,
  429: ErrorReason.UPSTREAM_RATE_LIMITED,
  499: ErrorReason.CALL_CANCELLED,
}

/** Statuses for words that come without one, inside an answer that began as a success. */
const statusOfWord: readonly (readonly [RegExp, number])[] = [
  [/^(rate_limit|slow_down|too_many_requests|RESOURCE_EXHAUSTED)/, 429],
  [/^authentication_/, 401],
  [/^permission_/, 403],
  [/^not_found_error/, 404],
  [/^billing_/, 402],
  [/^timeout_/, 408],
  [/^conflict_/, 409],
  [/^(overloaded_|UNAVAILABLE|server_is_overloaded)/, 503],
  [/^(invalid_|INVALID_|image_|unsupported_|empty_|failed_to_download_)/, 400],
]

const TOO_LONG = /prompt is too long|context (length|window|limit)|maximum context|input token count.*exceeds/i
/** Anthropic says so of an account without money, by the status of a bad request. */
const OUT_OF_MONEY = /credit balance is too low|reached your specified (\w+ )?usage limits/i
const NOT_SUPPORTED_HERE = /model not supported/i

/** The reason for what a vendor said, with the response's status where it had one of its own. */
export function reasonOf(knownStatus: number | undefined, said: VendorError): Reason {
  const word = said.words.find((candidate) => Object.hasOwn(byWord, candidate))
  if (word !== undefined) return byWord[word] as Reason
  const status = knownStatus ?? guessStatus(said)
  if (status === 400 || status === 413 || status === 422) return badRequest(status, said)
  if (status === 429 && said.words.some((quota) => /PerDay/.test(quota))) return ErrorReason.UPSTREAM_QUOTA
  if (Object.hasOwn(byStatus, status)) return byStatus[status] as Reason
  if (status >= 500)
    return status === 500 && !isTyped(said) ? ErrorReason.UPSTREAM_ERROR : ErrorReason.UPSTREAM_UNAVAILABLE
  // A redirect is not followed: the address that is configured is not where the provider answers.
  return status < 400 ? ErrorReason.UPSTREAM_PRECONDITION : ErrorReason.UPSTREAM_REJECTED
}

function badRequest(status: number, said: VendorError): Reason {
  if (status !== 422 && TOO_LONG.test(said.message)) return ErrorReason.CONTEXT_LENGTH
  if (status === 400 && OUT_OF_MONEY.test(said.message)) return ErrorReason.UPSTREAM_QUOTA
  if (status === 400 && NOT_SUPPORTED_HERE.test(said.message)) return ErrorReason.UPSTREAM_PRECONDITION
  return ErrorReason.UPSTREAM_REJECTED
}

function guessStatus(said: VendorError): number {
  for (const [pattern, status] of statusOfWord) {
    if (said.words.some((word) => pattern.test(word))) return status
  }
  return 500
}

/** Whether the vendor says more than the status. */
function isTyped(said: VendorError): boolean {
  return said.words.some((word) => !/^\d+$/.test(word))
}
