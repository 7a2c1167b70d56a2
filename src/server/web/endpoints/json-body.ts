import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../core/errors.ts'
import type { WebHeaders } from '../http.ts'
import { requireFewValues } from '../json-values.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Throws INVALID_REQUEST unless the headers say that the body is JSON, uncompressed. */
export function requireJson(headers: WebHeaders): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  // Any other type could come from a page's form, without the browser having asked whether the page may send it.
  if (type !== 'application/json') throw invalid('Send the body as JSON, with content-type: application/json.')
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') throw invalid('Send the body uncompressed.')
}

/**
 * Throws INVALID_REQUEST when the body is no JSON in UTF-8, holds too many values, or a text that is no Unicode. The error quotes
 * nothing of it: it may be a prompt.
 */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) throw invalid('The request has no body; it takes JSON.')
  requireFewValues(body)
  try {
    const text = decoder.decode(body)
    return JSON.parse(text, SURROGATE.test(text) ? requireUnicode : undefined)
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw invalid(`The request body is not valid JSON${positionIn(error)}.`)
  }
}

/** An escape that is half of a sign; only by one can a text that came as UTF-8 be no Unicode. */
const SURROGATE = /\\u[dD][89a-fA-F]/

/** Messages of the contract hold Unicode alone, and providers refuse the rest. */
function requireUnicode(name: string, value: unknown): unknown {
  const isUnicode = name.isWellFormed() && (typeof value !== 'string' || value.isWellFormed())
  if (!isUnicode) throw invalid('The request body holds a text with half of a surrogate pair, which is no Unicode.')
  return value
}

function positionIn(error: unknown): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(error instanceof Error ? error.message : '') ?? []
  return line === undefined ? '' : `: see line ${line}, column ${column}`
}

function invalid(message: string): GatewayError {
  return new GatewayError(ErrorReason.INVALID_REQUEST, message)
}
