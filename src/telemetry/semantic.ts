import type { Outcome } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import { isCancellation } from '../core/errors.ts'
import { StatusCode } from '../core/status.ts'

/** The version of the conventions that names of spans, attributes and metrics follow. */
export const SCHEMA_URL = 'https://opentelemetry.io/schemas/1.41.0'

const SERVICE = 'switchyard.v1.LLMService'

const METHODS: Record<Call['operation'], string> = {
  text: 'GenerateText',
  chat: 'GenerateChat',
  compare: 'CompareChat',
  test: 'TestModel',
  embed: 'Embed',
}

/** The method that was called, such as `switchyard.v1.LLMService/GenerateChatStream`. */
export function methodOf({ operation, streaming }: Call): string {
  const isTwin = operation === 'text' || operation === 'chat'
  return `${SERVICE}/${METHODS[operation]}${isTwin && streaming ? 'Stream' : ''}`
}

/** `gen_ai.operation.name`. Texts are conversations too by the time a vendor hears of them. */
export function operationOf({ operation }: Call): 'chat' | 'embeddings' {
  return operation === 'embed' ? 'embeddings' : 'chat'
}

/** `rpc.response.status_code`. */
export function statusOf(outcome: Outcome): string {
  const code = outcome.kind === 'finished' ? StatusCode.OK : outcome.error.policy.code
  return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? 'UNKNOWN'
}

/** What counts as the server's own error. Source: https://opentelemetry.io/docs/specs/semconv/rpc/grpc/ */
const SERVER_ERRORS: ReadonlySet<string> = new Set([
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
])

export function isServerError(outcome: Outcome): boolean {
  return SERVER_ERRORS.has(statusOf(outcome))
}

/** Whether an attempt failed; that its caller left is nobody's failure. */
export function isFailure(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && !isCancellation(outcome.error)
}

/** `error.type`; undefined without an error. */
export function errorTypeOf(outcome: Outcome): string | undefined {
  return outcome.kind === 'failed' ? outcome.error.reasonName : undefined
}
