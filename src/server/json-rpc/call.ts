import { invalidField } from '../../core/errors.ts'
import type { RequestContext } from '../../rpc/handler.ts'
import { entriesOf } from '../json/message-of.ts'
import type { Entries } from '../json/shorthands.ts'
import type { EndpointRequest } from '../web/endpoints/endpoint.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { rpcMethods } from './methods.ts'
import {
  callError,
  errorResponse,
  type Id,
  idOf,
  invalidRequest,
  METHOD_NOT_FOUND,
  type RpcRequest,
  type RpcResponse,
  requestOf,
  resultOf,
} from './protocol.ts'

/** What the calls of one HTTP request have in common. */
export interface RpcExchange {
  readonly methods: Methods
  readonly told: EndpointRequest['told']
}

/**
 * Answers what should be a request; undefined: a notification. Nothing is done for a notification: every method here only
 * answers, and an answer that nobody hears would be paid for.
 */
export async function answerOne(
  value: unknown,
  context: RequestContext,
  exchange: RpcExchange,
): Promise<RpcResponse | undefined> {
  const request = requestOf(value)
  if (!request) return errorResponse(idOf(value), invalidRequest('This is no request of JSON-RPC 2.0.'))
  return request.id === undefined ? undefined : await answerCall(request, request.id, context, exchange)
}

async function answerCall(
  { method, params }: RpcRequest,
  id: Id,
  context: RequestContext,
  { methods, told }: RpcExchange,
): Promise<RpcResponse> {
  const call = rpcMethods.get(method)
  if (!call)
    return errorResponse(id, { code: METHOD_NOT_FOUND, message: `There is no such method; there are ${NAMES}.` })
  try {
    return resultOf(id, await call(paramsOf(params), methods, context))
  } catch (thrown) {
    return errorResponse(id, callError(told(thrown, context.progress), context.requestId))
  }
}

const NAMES = [...rpcMethods.keys()].join(', ')

/** Parameters go by name. */
export function paramsOf(params: unknown): Entries {
  if (Array.isArray(params)) throw invalidField('params', 'must be an object: parameters go by name')
  return params === undefined ? [] : entriesOf(params)
}
