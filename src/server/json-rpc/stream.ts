import type { DescMessage, DescMethodServerStreaming, Message, MessageShape } from '@bufbuild/protobuf'
import type { RequestContext } from '../../rpc/handler.ts'
import { plainJson } from '../json/plain-json.ts'
import type { EventAnswer } from '../web/endpoints/endpoint.ts'
import { event, eventAnswer } from '../web/endpoints/events.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { callError, errorResponse, type Id, resultOf } from './protocol.ts'

/**
 * A stream as events: a notification `llm.event` for each message but the last, and then the response of the request, which
 * tells all about the answer, or why it failed.
 */
export function rpcStream(
  method: DescMethodServerStreaming<DescMessage, DescMessage>,
  request: Message,
  id: Id,
  methods: Methods,
  context: RequestContext,
): Promise<EventAnswer> {
  return eventAnswer(methods.stream(method, request, context), {
    batch: (messages) => messages.map((message) => eventOf(method.output, message, id)).join(''),
    failed: (error) => event(errorResponse(id, callError(error, context.requestId))),
  })
}

function eventOf(desc: DescMessage, message: MessageShape<DescMessage>, id: Id): string {
  const told = plainJson(desc, message) as { readonly finished?: unknown }
  if (told.finished !== undefined) return event(resultOf(id, told.finished))
  return event({ jsonrpc: '2.0', method: 'llm.event', params: { id, event: told } })
}
