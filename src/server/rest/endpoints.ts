import type { DescService, Message } from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { GatewayError } from '../../core/errors.ts'
import type { RequestContext } from '../../rpc/handler.ts'
import { generationOf } from '../json/generation.ts'
import { messageOf } from '../json/message-of.ts'
import { plainJson } from '../json/plain-json.ts'
import type { Entries } from '../json/shorthands.ts'
import { type Endpoint, type EndpointAnswer, type EndpointRequest, jsonAnswer } from '../web/endpoints/endpoint.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { openApiEndpoint } from './open-api.ts'
import { tellProblem } from './problem.ts'
import { pathEntries, requestEntries } from './request.ts'
import type { RestAction, RestEndpoint } from './rest-endpoint.ts'
import { isReconnection, nothingMore, streamAnswer } from './stream.ts'
import { restTable } from './table.ts'

/** The endpoints of the table, and the document about them. */
export function restEndpoints(methods: Methods): Endpoint[] {
  return [...restTable.map((row) => endpointOf(row, methods)), openApiEndpoint]
}

function endpointOf({ verb, path, action }: RestEndpoint, methods: Methods): Endpoint {
  return {
    verb,
    path,
    service: serviceOf(action),
    bodyIsOptional: mayLackBody(action),
    serve: (request, context) => answerOf(verb, action, request, context, methods),
    tellError: tellProblem,
  }
}

function serviceOf(action: RestAction): DescService {
  return 'method' in action ? action.method.parent : LLMService
}

function mayLackBody(action: RestAction): boolean {
  return action.kind === 'missing' || (action.kind === 'unary' && action.bodyIsOptional === true)
}

async function answerOf(
  verb: RestEndpoint['verb'],
  action: RestAction,
  request: EndpointRequest,
  context: RequestContext,
  methods: Methods,
): Promise<EndpointAnswer> {
  switch (action.kind) {
    case 'unary': {
      const { input, output } = action.method
      const entries = [...pathEntries(request, action), ...requestEntries(verb, input, request, context)]
      const message = messageOf(input, entries)
      const answer = await methods.unary(action.method, message, context)
      return jsonAnswer(plainJson(output, answer), action.creates && !isOnlyChecked(message) ? 201 : 200)
    }
    case 'stream': {
      if (isReconnection(context)) return nothingMore
      const { input } = action.method
      const message = messageOf(input, requestEntries(verb, input, request, context))
      return await streamAnswer(action.method, message, methods, context)
    }
    case 'generation':
      return await generate(requestEntries(verb, GenerateChatRequestSchema, request, context), methods, context)
    case 'missing':
      throw new GatewayError(ErrorReason.METHOD_NOT_AVAILABLE, `${action.what} are not offered yet.`)
    default:
      return action satisfies never
  }
}

async function generate(entries: Entries, methods: Methods, context: RequestContext): Promise<EndpointAnswer> {
  const { isStream, request, whole, stream } = generationOf(entries)
  if (!isStream) return jsonAnswer(plainJson(whole.output, await methods.unary(whole, request, context)))
  return isReconnection(context) ? nothingMore : await streamAnswer(stream, request, methods, context)
}

function isOnlyChecked(message: Message & { readonly validateOnly?: boolean }): boolean {
  return message.validateOnly === true
}
