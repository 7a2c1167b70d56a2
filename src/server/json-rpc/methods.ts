import type { DescMessage, DescMethodUnary } from '@bufbuild/protobuf'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { invalidField } from '../../core/errors.ts'
import type { RequestContext } from '../../rpc/handler.ts'
import { generationOf } from '../json/generation.ts'
import { messageOf } from '../json/message-of.ts'
import { plainJson } from '../json/plain-json.ts'
import type { Entries } from '../json/shorthands.ts'
import type { Methods } from '../web/endpoints/methods.ts'

/** Answers a method with its result. */
export type RpcMethod = (params: Entries, methods: Methods, context: RequestContext) => Promise<unknown>

/** The one method that can also answer piece by piece. */
export const COMPLETE = 'llm.complete'

export const rpcMethods: ReadonlyMap<string, RpcMethod> = new Map<string, RpcMethod>([
  [COMPLETE, complete],
  ['llm.models', ask(LLMService.method.listModels)],
  ['llm.metrics', ask(UsageService.method.getStatistics)],
])

async function complete(params: Entries, methods: Methods, context: RequestContext): Promise<unknown> {
  const { isStream, request, whole } = generationOf(params)
  if (isStream) throw invalidField('stream', 'a batch cannot hold a stream')
  return plainJson(whole.output, await methods.unary(whole, request, context))
}

function ask(method: DescMethodUnary<DescMessage, DescMessage>): RpcMethod {
  return async (params, methods, context) => {
    const answer = await methods.unary(method, messageOf(method.input, params), context)
    return plainJson(method.output, answer)
  }
}
