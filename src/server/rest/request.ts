import type { DescMessage } from '@bufbuild/protobuf'
import type { RequestContext } from '../../rpc/handler.ts'
import { entriesOf } from '../json/message-of.ts'
import { placesOf } from '../json/places.ts'
import { queryEntries, refuseQuery } from '../json/query.ts'
import type { Entries } from '../json/shorthands.ts'
import type { EndpointRequest } from '../web/endpoints/endpoint.ts'
import type { RestAction } from './rest-endpoint.ts'

const IDEMPOTENCY_KEY = 'idempotency_key'

/** What a request says, as entries of its message: from its address or its body, never from both, and from its headers. */
export function requestEntries(
  verb: 'GET' | 'POST',
  desc: DescMessage,
  request: EndpointRequest,
  { header }: RequestContext,
): Entries {
  const given = verb === 'GET' ? queryEntries(desc, request.query) : bodyEntries(request)
  const key = header('idempotency-key')
  return key !== undefined && placesOf(desc).has(IDEMPOTENCY_KEY) ? [...given, [IDEMPOTENCY_KEY, key]] : given
}

function bodyEntries({ query, json }: EndpointRequest): Entries {
  refuseQuery(query)
  const body = json()
  return body === undefined ? [] : entriesOf(body)
}

/** What the segments in braces say. */
export function pathEntries(
  { parameters }: EndpointRequest,
  { parameters: fields = {} }: Extract<RestAction, { kind: 'unary' }>,
): Entries {
  return Object.entries(fields).map(([name, field]) => [field, parameters[name]])
}
