import type { GatewayError } from '../../core/errors.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import { type ErrorContext, inBandError, malformed, toError } from './errors.ts'
import { parseObject } from './json.ts'

/** The error that an answer with a status outside 200 to 299 stands for. */
export async function failure(response: UpstreamResponse, context: ErrorContext): Promise<GatewayError> {
  // The status alone tells enough when the body is cut or too large.
  const body = await response.body.text().catch(() => '')
  return toError(response.status, (name) => response.header(name), body, context)
}

/** No request asks for compression, which some servers and proxies use all the same. */
export function checkEncoding(response: UpstreamResponse, context: ErrorContext): void {
  const encoding = response.header('content-encoding') ?? ''
  if (encoding !== '' && encoding.toLowerCase() !== 'identity') {
    throw malformed(context, 'a compressed answer, which it was not asked for')
  }
}

/** The JSON object of an answer that is not about a conversation: vectors, counts, lists. Throws a GatewayError. */
export async function readJson(response: UpstreamResponse, context: ErrorContext): Promise<Record<string, unknown>> {
  if (!response.ok) throw await failure(response, context)
  checkEncoding(response, context)
  const json = parseObject(await response.body.text(), context)
  if (json.error) throw inBandError(json, context)
  return json
}
