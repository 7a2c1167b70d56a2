import type { GatewayError } from '../../core/errors.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import { type ErrorContext, toError } from './errors.ts'
import { parseObject } from './json.ts'

/** The error that an answer with a status outside 200 to 299 stands for. */
export async function failure(response: UpstreamResponse, context: ErrorContext): Promise<GatewayError> {
  // The status alone tells enough when the body is cut or too large.
  const body = await response.body.bytes().catch(() => Buffer.alloc(0))
  return toError(response.status, (name) => response.header(name), body.toString(), context)
}

/** The JSON object of an answer that is not about a conversation: vectors, counts, lists. Throws a GatewayError. */
export async function readJson(response: UpstreamResponse, context: ErrorContext): Promise<Record<string, unknown>> {
  if (!response.ok) throw await failure(response, context)
  return parseObject((await response.body.bytes()).toString(), context)
}
