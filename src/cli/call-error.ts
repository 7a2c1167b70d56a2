import { fromBinary, type Message } from '@bufbuild/protobuf'
import { type Any, anyUnpack, type Duration, durationMs } from '@bufbuild/protobuf/wkt'
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { StatusSchema } from '#gen/google/rpc/status_pb.js'
import { type AttemptsInfo, AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import type { FieldViolation } from '../core/errors.ts'
import { StatusCode } from '../core/status.ts'

/** An error status as the server sent it, with its details in their place. */
export class CallError extends Error {
  readonly code: StatusCode
  /** From `google.rpc.ErrorInfo`; empty when the error did not come from Switchyard. */
  readonly reason: string
  readonly metadata: Readonly<Record<string, string>>
  readonly violations: readonly FieldViolation[]
  /** From `google.rpc.RetryInfo`; undefined: a retry does not help. */
  readonly retryDelayMs: number | undefined
  /** What was tried for the call; undefined: nothing. */
  readonly tried: AttemptsInfo | undefined
  readonly #details: Uint8Array | undefined

  /** `violations` stand for those among the details. */
  constructor(
    code: StatusCode,
    message: string,
    details: Uint8Array | undefined,
    violations?: readonly FieldViolation[],
  ) {
    super(message)
    this.name = 'CallError'
    this.#details = details
    this.code = code
    const messages = details ? readDetails(details) : []
    const info = find(messages, ErrorInfoSchema.typeName) as
      | { reason: string; metadata: Record<string, string> }
      | undefined
    const retry = find(messages, RetryInfoSchema.typeName) as { retryDelay?: Duration } | undefined
    const request = find(messages, BadRequestSchema.typeName) as { fieldViolations: FieldViolation[] } | undefined
    this.reason = info?.reason ?? ''
    this.metadata = info?.metadata ?? {}
    this.retryDelayMs = retry && (retry.retryDelay ? durationMs(retry.retryDelay) : 0)
    this.violations = violations ?? request?.fieldViolations ?? []
    this.tried = find(messages, AttemptsInfoSchema.typeName) as AttemptsInfo | undefined
  }

  /** The same error with fields of the request told by other names: those of the options that gave them. */
  withFieldsAs(names: Readonly<Record<string, string>>): CallError {
    const renamed = (text: string) =>
      Object.entries(names).reduce((told, [field, name]) => told.replaceAll(field, name), text)
    const violations = this.violations.map(({ field, description }) => ({ field: renamed(field), description }))
    return new CallError(this.code, renamed(this.message), this.#details, violations)
  }

  /** The gRPC code's name, for example `NOT_FOUND`. */
  get codeName(): string {
    return Object.entries(StatusCode).find(([, code]) => code === this.code)?.[0] ?? `CODE_${this.code}`
  }
}

function find(messages: readonly Message[], typeName: string): Message | undefined {
  return messages.find((message) => message.$typeName === typeName)
}

/** The details that can be read; a server of another version may send ones that cannot. */
function readDetails(bytes: Uint8Array): Message[] {
  try {
    return fromBinary(StatusSchema, bytes).details.flatMap((any) => unpack(any) ?? [])
  } catch {
    return []
  }
}

function unpack(any: Any): Message | undefined {
  for (const schema of [ErrorInfoSchema, RetryInfoSchema, BadRequestSchema, AttemptsInfoSchema]) {
    const message = anyUnpack(any, schema)
    if (message) return message
  }
  return undefined
}
