import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { RequestContext } from '../../rpc/handler.ts'
import { generationOf } from '../json/generation.ts'
import { type Endpoint, type EndpointAnswer, type EndpointRequest, jsonAnswer } from '../web/endpoints/endpoint.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { answerBatch, MAX_BATCH } from './batch.ts'
import { answerOne, paramsOf } from './call.ts'
import { COMPLETE } from './methods.ts'
import { callError, errorResponse, invalidRequest, PARSE_ERROR, type RpcError, requestOf } from './protocol.ts'
import { rpcStream } from './stream.ts'

/** JSON-RPC 2.0 at one path. What is answered has the status 200, errors too; what is refused unread has its own. */
export function jsonRpcEndpoints(methods: Methods): Endpoint[] {
  return [
    {
      verb: 'POST',
      path: '/rpc',
      service: LLMService,
      serve: (request, context) => answerOf(request, context, methods),
      tellError: (error, { requestId }) => {
        return { contentType: 'application/json', text: JSON.stringify(refusal(callError(error, requestId))) }
      },
    },
  ]
}

async function answerOf(request: EndpointRequest, context: RequestContext, methods: Methods): Promise<EndpointAnswer> {
  const exchange = { methods, told: request.told }
  let body: unknown
  try {
    body = request.json()
  } catch (thrown) {
    const { message } = request.told(thrown, context.progress)
    return jsonAnswer(refusal({ code: PARSE_ERROR, message }))
  }
  if (Array.isArray(body)) {
    const fault = faultOf(body)
    return fault ? jsonAnswer(refusal(fault)) : whole(await answerBatch(body, context, exchange))
  }
  return (await stream(body, context, request, methods)) ?? whole(await answerOne(body, context, exchange))
}

function refusal(error: RpcError) {
  return errorResponse(null, error)
}

function faultOf(batch: readonly unknown[]): RpcError | undefined {
  if (batch.length === 0) return invalidRequest('The batch is empty.')
  return batch.length > MAX_BATCH ? invalidRequest(`A batch holds at most ${MAX_BATCH} requests.`) : undefined
}

/** Where there is nothing to answer there is no body either. */
function whole(answer: unknown): EndpointAnswer {
  const isNothing = answer === undefined || (Array.isArray(answer) && answer.length === 0)
  return isNothing ? { kind: 'whole', status: 204, text: '' } : jsonAnswer(answer)
}

/** Undefined: the request does not ask for a stream. */
async function stream(
  body: unknown,
  context: RequestContext,
  { told }: EndpointRequest,
  methods: Methods,
): Promise<EndpointAnswer | undefined> {
  const request = requestOf(body)
  if (request?.method !== COMPLETE || request.id === undefined) return undefined
  const { id, params } = request
  if ((params as { stream?: unknown } | undefined)?.stream !== true) return undefined
  try {
    const generation = generationOf(paramsOf(params))
    return await rpcStream(generation.stream, generation.request, id, methods, context)
  } catch (thrown) {
    return jsonAnswer(errorResponse(id, callError(told(thrown, context.progress), context.requestId)))
  }
}
