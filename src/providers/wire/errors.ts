import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import type { Account } from '../definition.ts'
import { reasonOf } from './error-table.ts'
import { retryAfterOf } from './retry-after.ts'
import { errorInBody, type VendorError, vendorError } from './vendor-error.ts'

/** Who is asked, for the errors that come of it. */
export interface ErrorContext {
  /** The configured name. */
  readonly provider: string
  /** The key, which no error may repeat. */
  readonly secret: Secret | undefined
  readonly clock: Clock
}

export function errorContextOf({ name, apiKey, clock }: Account): ErrorContext {
  return { provider: name, secret: apiKey, clock }
}

type Header = (name: string) => string | undefined

/** Where vendors put the id of a request. */
const REQUEST_ID_HEADERS = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-ms-request-id',
  'mistral-correlation-id',
  'cf-ray',
]

/** The error that a response with a status outside 200 to 299 stands for. */
export function toError(status: number, header: Header, body: string, context: ErrorContext): GatewayError {
  const said = errorInBody(body)
  const reason = reasonOf(status, said)
  const id = REQUEST_ID_HEADERS.map(header).find((value) => value !== undefined)
  const retryAfterMs = retryAfterOf(header, said.retryDelay, context.clock.now())
  const metadata = {
    http_status: String(status),
    ...wordsFor(said, context),
    ...clean('upstream_request_id', id, context),
  }
  return build(reason, context, metadata, { retryAfterMs, retry: retryOf(header) })
}

/** The vendor may know better whether to try again. Source: `shouldRetry` in https://github.com/openai/openai-node */
function retryOf(header: Header): boolean | undefined {
  const word = header('x-should-retry')
  return word === 'true' ? true : word === 'false' ? false : undefined
}

/** The error inside an answer that began as a success. */
export function inBandError(json: unknown, context: ErrorContext): GatewayError {
  const said = vendorError(json)
  const retryAfterMs = retryAfterOf(() => undefined, said.retryDelay, context.clock.now())
  return build(reasonOf(said.status, said), context, wordsFor(said, context), { retryAfterMs, retry: undefined })
}

/** The error for what is not the vendor's protocol. */
export function malformed(context: Pick<ErrorContext, 'provider'>, what: string, cause?: Error): GatewayError {
  const message = `The provider "${context.provider}" sent ${what}.`
  return new GatewayError(ErrorReason.UPSTREAM_MALFORMED, message, { cause })
}

function build(
  reason: GatewayError['reason'],
  context: ErrorContext,
  metadata: Record<string, string>,
  { retryAfterMs, retry }: { retryAfterMs: number | undefined; retry: boolean | undefined },
): GatewayError {
  const isMoney = reason === ErrorReason.UPSTREAM_QUOTA
  return new GatewayError(reason, sentence(reason, context, metadata), {
    metadata,
    ...(retryAfterMs === undefined || isMoney ? {} : { retryAfterMs }),
    ...(retry === undefined || isMoney ? {} : { retry }),
  })
}

/** The vendor's words that are plain tokens. Its sentences stay out: they may repeat the prompt or the key. */
function wordsFor(said: VendorError, context: ErrorContext): Record<string, string> {
  // A code that only repeats the status says less than the type.
  const word = said.status === undefined ? (said.code ?? said.type) : (said.type ?? said.code)
  return {
    ...clean('upstream_code', word, context),
    ...clean('upstream_param', said.param, context),
  }
}

function clean(name: string, value: string | undefined, { secret }: ErrorContext): Record<string, string> {
  if (value === undefined || !/^[A-Za-z0-9._:[\]-]{1,128}$/.test(value)) return {}
  return secret && value.includes(secret.reveal()) ? {} : { [name]: value }
}

const sentences: Partial<Record<ErrorReason, string>> = {
  [ErrorReason.UPSTREAM_REJECTED]: 'found the request invalid',
  [ErrorReason.CONTEXT_LENGTH]: 'says that the conversation does not fit the context window of the model',
  [ErrorReason.CONTENT_FILTER]: 'refused the prompt by its content filter',
  [ErrorReason.UPSTREAM_AUTH]: 'refused the credential that Switchyard is configured with',
  [ErrorReason.UPSTREAM_QUOTA]: 'says that the account is out of money or quota',
  [ErrorReason.UPSTREAM_FORBIDDEN]: 'forbids this to the account that Switchyard is configured with',
  [ErrorReason.MODEL_NOT_FOUND]: 'does not know the model',
  [ErrorReason.UPSTREAM_CONFLICT]: 'met a conflict',
  [ErrorReason.UPSTREAM_RATE_LIMITED]: 'limits the rate of requests',
  [ErrorReason.UPSTREAM_UNAVAILABLE]: 'is overloaded or down',
  [ErrorReason.UPSTREAM_ERROR]: 'failed without saying why',
  [ErrorReason.UPSTREAM_PRECONDITION]: 'does not allow this with the account, deployment or address that is configured',
  [ErrorReason.CALL_CANCELLED]: 'says that the request was cancelled',
}

function sentence(reason: ErrorReason, { provider }: ErrorContext, metadata: Record<string, string>): string {
  const { http_status: status, upstream_code: code, upstream_param: param } = metadata
  const facts = [status && `HTTP ${status}`, code && `code ${code}`, param && `parameter ${param}`].filter(Boolean)
  const inBrackets = facts.length > 0 ? ` (${facts.join(', ')})` : ''
  return `The provider "${provider}" ${sentences[reason] ?? 'failed'}${inBrackets}.`
}
