import { durationMs } from '@bufbuild/protobuf/wkt'
import { ConnectError } from '@connectrpc/connect'
import {
  BadRequestSchema,
  ErrorInfoSchema,
  QuotaFailureSchema,
  RequestInfoSchema,
  RetryInfoSchema,
} from '../../../gen/ts/google/rpc/error_details_pb.js'
import type { ErrorReason } from '../../../gen/ts/switchyard/v1/error_reason_pb.js'
import { type Attempt, AttemptsInfoSchema } from '../../../gen/ts/switchyard/v1/usage_pb.js'

const STATUS_NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const

/** The name of a gRPC status code. */
export type StatusName = (typeof STATUS_NAMES)[number]

/** A name of the contract's `ErrorReason`; a newer server may know more of them. */
export type Reason = Exclude<keyof typeof ErrorReason, 'UNSPECIFIED'> | (string & {})

/** A field of the request that is not as it must be. */
export interface FieldViolation {
  /** Its path, such as `messages[0].parts`. */
  readonly field: string
  readonly description: string
}

/** A budget or limit that is used up. */
export interface QuotaViolation {
  /** Such as `budgets/team-search`. */
  readonly subject: string
  readonly description: string
}

const DOMAIN = 'switchyard'

/** What every failed call of this client throws, by whichever protocol it was made. */
export class SwitchyardError extends Error {
  override readonly name = 'SwitchyardError'
  readonly code: StatusName
  /** Why, in the gateway's own words; undefined: the error is not the gateway's, as when it cannot be reached. */
  readonly reason: Reason | undefined
  /** What goes with the reason, such as `model` or `provider`. */
  readonly metadata: Readonly<Record<string, string>>
  /** How long to wait before trying again, milliseconds; undefined: trying again is of no use. */
  readonly retryAfterMs: number | undefined
  readonly fieldViolations: readonly FieldViolation[]
  readonly quotaViolations: readonly QuotaViolation[]
  /** What was tried for the call, as far as anything was. */
  readonly attempts: readonly Attempt[]
  /** The gateway's id of the call, as its ledger and log have it; empty: the call had not begun. */
  readonly requestId: string

  constructor(error: ConnectError) {
    super(error.rawMessage, { cause: error })
    const info = error.findDetails(ErrorInfoSchema).find(({ domain }) => domain === DOMAIN)
    const [retry] = error.findDetails(RetryInfoSchema)
    this.code = STATUS_NAMES[error.code] ?? 'UNKNOWN'
    this.reason = info?.reason
    this.metadata = info?.metadata ?? {}
    this.retryAfterMs = retry?.retryDelay && durationMs(retry.retryDelay)
    this.fieldViolations = error.findDetails(BadRequestSchema).flatMap((bad) => bad.fieldViolations)
    this.quotaViolations = error.findDetails(QuotaFailureSchema).flatMap((failure) => failure.violations)
    this.attempts = error.findDetails(AttemptsInfoSchema).flatMap((tried) => tried.attempts)
    this.requestId = error.findDetails(RequestInfoSchema)[0]?.requestId ?? ''
  }

  /** Any thrown value as an error of this class; one that is stays itself. */
  static from(thrown: unknown): SwitchyardError {
    return thrown instanceof SwitchyardError ? thrown : new SwitchyardError(ConnectError.from(thrown))
  }
}
