import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AttemptRecord } from './call.ts'
import { StatusCode } from './status.ts'

/** What follows from an error. */
export interface ErrorPolicy {
  /** The gRPC code that the caller sees. */
  readonly code: StatusCode
  /** Whether another attempt at the same target makes sense. */
  readonly retry: 'never' | 'once' | 'always'
  /** Whether another target of the route may be tried. */
  readonly fallback: boolean
  /** Whether it counts against the target's circuit: its fault, not the caller's. */
  readonly circuit: boolean
  /** Whether the caller is told to try again, by `google.rpc.RetryInfo`. */
  readonly callerMayRetry: boolean
}

type Flag = 'retry' | 'retry-once' | 'fallback' | 'circuit' | 'caller'

function policy(code: StatusCode, ...flags: Flag[]): ErrorPolicy {
  return {
    code,
    retry: flags.includes('retry') ? 'always' : flags.includes('retry-once') ? 'once' : 'never',
    fallback: flags.includes('fallback'),
    circuit: flags.includes('circuit'),
    callerMayRetry: flags.includes('caller'),
  }
}

type Reason = Exclude<ErrorReason, ErrorReason.UNSPECIFIED>

/** The one table that decides codes, retries, fall-back and circuits. A new reason does not compile without its row. */
const policies: Record<Reason, ErrorPolicy> = {
  [ErrorReason.INVALID_REQUEST]: policy(StatusCode.INVALID_ARGUMENT),
  [ErrorReason.REQUEST_TOO_LARGE]: policy(StatusCode.RESOURCE_EXHAUSTED),
  [ErrorReason.UNAUTHENTICATED]: policy(StatusCode.UNAUTHENTICATED),
  [ErrorReason.AUTHENTICATION_UNAVAILABLE]: policy(StatusCode.UNAVAILABLE, 'caller'),
  [ErrorReason.PERMISSION_DENIED]: policy(StatusCode.PERMISSION_DENIED),
  [ErrorReason.MODEL_NOT_FOUND]: policy(StatusCode.NOT_FOUND, 'fallback'),
  [ErrorReason.MODEL_NOT_ALLOWED]: policy(StatusCode.PERMISSION_DENIED),
  [ErrorReason.METHOD_NOT_AVAILABLE]: policy(StatusCode.UNIMPLEMENTED),
  [ErrorReason.NOT_SUPPORTED_BY_PROVIDER]: policy(StatusCode.INVALID_ARGUMENT, 'fallback'),
  [ErrorReason.CALL_CANCELLED]: policy(StatusCode.CANCELLED),
  [ErrorReason.DEADLINE_EXCEEDED]: policy(StatusCode.DEADLINE_EXCEEDED),
  [ErrorReason.CLIENT_STALLED]: policy(StatusCode.CANCELLED),
  [ErrorReason.SHUTTING_DOWN]: policy(StatusCode.UNAVAILABLE, 'caller'),
  [ErrorReason.LEDGER_UNAVAILABLE]: policy(StatusCode.UNAVAILABLE, 'caller'),
  [ErrorReason.INTERNAL]: policy(StatusCode.INTERNAL),
  [ErrorReason.IDEMPOTENCY_CONFLICT]: policy(StatusCode.INVALID_ARGUMENT),
  [ErrorReason.OVERLOADED]: policy(StatusCode.RESOURCE_EXHAUSTED, 'fallback', 'caller'),
  [ErrorReason.ETAG_MISMATCH]: policy(StatusCode.ABORTED),
  [ErrorReason.TARGET_NOT_FOUND]: policy(StatusCode.NOT_FOUND),
  [ErrorReason.RESOURCE_NOT_FOUND]: policy(StatusCode.NOT_FOUND),
  [ErrorReason.RESOURCE_EXISTS]: policy(StatusCode.ALREADY_EXISTS),
  [ErrorReason.RESOURCE_READ_ONLY]: policy(StatusCode.FAILED_PRECONDITION),
  [ErrorReason.RESOURCE_IN_USE]: policy(StatusCode.FAILED_PRECONDITION),
  [ErrorReason.STORE_UNAVAILABLE]: policy(StatusCode.UNAVAILABLE, 'fallback', 'caller'),
  [ErrorReason.BUDGET_EXCEEDED]: policy(StatusCode.RESOURCE_EXHAUSTED, 'fallback'),
  [ErrorReason.RATE_LIMITED]: policy(StatusCode.RESOURCE_EXHAUSTED, 'fallback', 'caller'),
  [ErrorReason.CIRCUIT_OPEN]: policy(StatusCode.UNAVAILABLE, 'fallback', 'caller'),
  [ErrorReason.PROVIDER_UNREACHABLE]: policy(StatusCode.UNAVAILABLE, 'retry', 'fallback', 'circuit', 'caller'),
  [ErrorReason.CONNECT_TIMEOUT]: policy(StatusCode.UNAVAILABLE, 'retry', 'fallback', 'circuit', 'caller'),
  [ErrorReason.FIRST_TOKEN_TIMEOUT]: policy(StatusCode.UNAVAILABLE, 'fallback', 'circuit', 'caller'),
  [ErrorReason.IDLE_TIMEOUT]: policy(StatusCode.UNAVAILABLE, 'fallback', 'circuit', 'caller'),
  [ErrorReason.TOTAL_TIMEOUT]: policy(StatusCode.UNAVAILABLE, 'fallback', 'circuit', 'caller'),
  [ErrorReason.STREAM_TRUNCATED]: policy(StatusCode.UNAVAILABLE, 'retry', 'fallback', 'circuit', 'caller'),
  [ErrorReason.UPSTREAM_MALFORMED]: policy(StatusCode.UNAVAILABLE, 'retry-once', 'fallback', 'circuit', 'caller'),
  [ErrorReason.UPSTREAM_TOO_LARGE]: policy(StatusCode.RESOURCE_EXHAUSTED, 'fallback'),
  [ErrorReason.UPSTREAM_RATE_LIMITED]: policy(StatusCode.RESOURCE_EXHAUSTED, 'retry', 'fallback', 'caller'),
  [ErrorReason.UPSTREAM_QUOTA]: policy(StatusCode.RESOURCE_EXHAUSTED, 'fallback', 'circuit'),
  [ErrorReason.UPSTREAM_AUTH]: policy(StatusCode.FAILED_PRECONDITION, 'fallback', 'circuit'),
  [ErrorReason.UPSTREAM_FORBIDDEN]: policy(StatusCode.PERMISSION_DENIED, 'fallback'),
  [ErrorReason.UPSTREAM_REJECTED]: policy(StatusCode.INVALID_ARGUMENT),
  [ErrorReason.CONTEXT_LENGTH]: policy(StatusCode.INVALID_ARGUMENT, 'fallback'),
  [ErrorReason.CONTENT_FILTER]: policy(StatusCode.FAILED_PRECONDITION),
  [ErrorReason.UPSTREAM_CONFLICT]: policy(StatusCode.ABORTED, 'retry-once', 'fallback', 'caller'),
  [ErrorReason.UPSTREAM_UNAVAILABLE]: policy(StatusCode.UNAVAILABLE, 'retry', 'fallback', 'circuit', 'caller'),
  [ErrorReason.UPSTREAM_ERROR]: policy(StatusCode.INTERNAL, 'retry', 'fallback', 'circuit', 'caller'),
  [ErrorReason.UPSTREAM_PRECONDITION]: policy(StatusCode.FAILED_PRECONDITION, 'fallback'),
}

/** A request field that is out of its bounds: the path as the caller wrote it, for example `messages[0].role`. */
export interface FieldViolation {
  readonly field: string
  readonly description: string
}

/** A budget or limit that is used up, for `google.rpc.QuotaFailure`. */
export interface QuotaViolation {
  /** What is limited, for example `budgets/team-search`. */
  readonly subject: string
  readonly description: string
}

/** The call that an error ended. */
export interface FailedCall {
  readonly responseId: string
  /** All that were made for it, in the order in which they ended. */
  readonly attempts: readonly AttemptRecord[]
}

export interface GatewayErrorDetails {
  /** Facts for `google.rpc.ErrorInfo.metadata`. Never content of a prompt or an answer, never a key. */
  readonly metadata?: Readonly<Record<string, string>>
  /** How long to wait before trying again, when the provider or the circuit said so. */
  readonly retryAfterMs?: number
  /** Whether another attempt at the same target makes sense, where the provider itself said so. */
  readonly retry?: boolean
  /** For `google.rpc.BadRequest`. */
  readonly violations?: readonly FieldViolation[]
  readonly quota?: readonly QuotaViolation[]
  /** For `google.rpc.RequestInfo` and `AttemptsInfo`. */
  readonly call?: FailedCall
  /** The underlying error, for the log only. */
  readonly cause?: unknown
}

/**
 * The one error type. It is thrown once, where the fault is met, and translated once, at the door.
 * The message is shown to callers: a whole sentence that says what to do where something can be done.
 */
export class GatewayError extends Error {
  readonly reason: Reason
  readonly metadata: Readonly<Record<string, string>>
  readonly retryAfterMs: number | undefined
  /** What the provider said; undefined: the policy decides. */
  readonly retry: boolean | undefined
  readonly violations: readonly FieldViolation[]
  readonly quota: readonly QuotaViolation[]
  /** Undefined: it ended no call, or not yet. */
  readonly call: FailedCall | undefined

  constructor(reason: Reason, message: string, details: GatewayErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'GatewayError'
    this.reason = reason
    this.metadata = details.metadata ?? {}
    this.retryAfterMs = details.retryAfterMs
    this.retry = details.retry
    this.violations = details.violations ?? []
    this.quota = details.quota ?? []
    this.call = details.call
  }

  get policy(): ErrorPolicy {
    return policies[this.reason]
  }

  /** The reason's name as it stands in `google.rpc.ErrorInfo.reason`. */
  get reasonName(): string {
    return reasonName(this.reason)
  }

  /** The same error, with facts added that were not known where it was thrown. */
  with(metadata: Readonly<Record<string, string>>, call = this.call): GatewayError {
    return new GatewayError(this.reason, this.message, {
      metadata: { ...metadata, ...this.metadata },
      violations: this.violations,
      quota: this.quota,
      cause: this.cause,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.retry === undefined ? {} : { retry: this.retry }),
      ...(call === undefined ? {} : { call }),
    })
  }
}

/** The name of a reason without the enum's prefix, for example `MODEL_NOT_FOUND`. */
export function reasonName(reason: ErrorReason): string {
  return ErrorReason[reason]
}

/** Whatever was thrown as a GatewayError: an unexpected one becomes INTERNAL, with the original kept for the log. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  return new GatewayError(ErrorReason.INTERNAL, 'Something went wrong inside Switchyard; its log says what.', {
    cause: error,
  })
}

/** An error for a request field that is out of its bounds. */
export function invalidField(field: string, description: string): GatewayError {
  return new GatewayError(ErrorReason.INVALID_REQUEST, `${field}: ${description}`, {
    violations: [{ field, description }],
  })
}

/** Whether the error is the caller's leaving rather than a failure. */
export function isCancellation(error: GatewayError): boolean {
  return error.policy.code === StatusCode.CANCELLED
}
