import { type Fields, fieldsOf } from './untrusted.ts'

/** What a vendor's error says, whatever form it came in. All of it is untrusted, and `message` may repeat the prompt. */
export interface VendorError {
  /** The machine-readable words: code, type and the like. */
  readonly words: readonly string[]
  readonly code: string | undefined
  readonly type: string | undefined
  readonly param: string | undefined
  readonly message: string
  /** A HTTP status that stands in the error itself. */
  readonly status: number | undefined
  /** `google.rpc.RetryInfo.retry_delay`, for example `34.4s`. */
  readonly retryDelay: string | undefined
}

/** What of a message is looked at: patterns are searched in it, which takes long in a text of many megabytes. */
const MESSAGE_LENGTH = 4096

/** The error in the body of a response, which may not even be JSON. */
export function errorInBody(body: string): VendorError {
  try {
    const json: unknown = JSON.parse(body)
    return vendorError(Array.isArray(json) ? json[0] : json)
  } catch {
    return vendorError({ message: body })
  }
}

/** The error in a JSON object that is one or has one in `error`. */
export function vendorError(json: unknown): VendorError {
  const outer = fieldsOf(json)
  const error = typeof outer.error === 'string' ? { ...outer, message: outer.error } : fieldsOf(outer.error ?? outer)
  const details = Array.isArray(error.details) ? error.details.map(fieldsOf) : []
  const code = wordOf(error.code) ?? wordOf(outer.code) ?? wordOf(fieldsOf(error.details).error_code)
  const type = wordOf(error.type) ?? wordOf(outer.type)
  const words = [
    code,
    type,
    wordOf(error.status),
    wordOf(fieldsOf(error.innererror).code),
    ...details.flatMap(wordsOf),
    moderated(error),
  ]
  return {
    words: words.filter((word) => word !== undefined),
    code,
    type,
    param: wordOf(error.param),
    message: (wordOf(error.message) ?? '').slice(0, MESSAGE_LENGTH),
    status: statusIn(error.code) ?? statusIn(outer.code),
    retryDelay: details.map((detail) => wordOf(detail.retryDelay)).find((delay) => delay !== undefined),
  }
}

/** How OpenRouter tells that its own filter refused the prompt. Source: https://openrouter.ai/docs/api-reference/errors */
function moderated({ metadata }: Fields): string | undefined {
  return Array.isArray(fieldsOf(metadata).reasons) ? 'moderated' : undefined
}

/** Google's details: the reason of `ErrorInfo` and the quotas of `QuotaFailure`. */
function wordsOf(detail: Fields): (string | undefined)[] {
  const violations = Array.isArray(detail.violations) ? detail.violations.map(fieldsOf) : []
  return [wordOf(detail.reason), ...violations.map((violation) => wordOf(violation.quotaId))]
}

function wordOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Some servers put the status where others put a word. */
function statusIn(code: unknown): number | undefined {
  const number = typeof code === 'string' && /^\d{3}$/.test(code) ? Number(code) : code
  return typeof number === 'number' && number >= 400 && number <= 599 ? number : undefined
}
