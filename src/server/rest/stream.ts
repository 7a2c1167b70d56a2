import type { DescMessage, DescMethodServerStreaming, Message, MessageShape } from '@bufbuild/protobuf'
import type { RequestContext } from '../../rpc/handler.ts'
import { eventName } from '../json/event-name.ts'
import { plainJson } from '../json/plain-json.ts'
import type { EndpointAnswer } from '../web/endpoints/endpoint.ts'
import { event, eventAnswer } from '../web/endpoints/events.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { problemOf } from './problem.ts'

type Streaming = DescMethodServerStreaming<DescMessage, DescMessage>

/**
 * Whether a browser's `EventSource` asks for the rest of a stream that is over. It does so by itself whenever a stream ends,
 * also after the last event, and would make and pay the whole call again.
 */
export function isReconnection({ header }: RequestContext): boolean {
  return header('last-event-id') !== undefined
}

/** Tells `EventSource` not to ask again. */
export const nothingMore: EndpointAnswer = { kind: 'whole', status: 204, text: '' }

/** A stream of messages as events: each by the name of what it tells, with its number as id, and the message as data. */
export function streamAnswer(
  method: Streaming,
  request: Message,
  methods: Methods,
  context: RequestContext,
): Promise<EndpointAnswer> {
  const { output } = method
  return eventAnswer(methods.stream(method, request, context), {
    batch: (messages) => messages.map((message) => eventOf(output, message)).join(''),
    failed: (error) => event(problemOf(error, context.requestId), 'error'),
  })
}

function eventOf(desc: DescMessage, message: MessageShape<DescMessage>): string {
  const { sequence } = message as { sequence?: bigint }
  return event(plainJson(desc, message), eventName(desc, message), sequence?.toString())
}
