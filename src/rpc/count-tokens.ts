import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import type { CountTokensRequest, CountTokensResponse } from '#gen/switchyard/v1/llm_service_pb.js'
import type { Call, Target, TargetedCall } from '../core/call.ts'
import { toGatewayError } from '../core/errors.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { ObserveRefusal } from '../pipeline/observe.ts'
import type { Selector } from '../routing/selector.ts'
import { checkJsonFields } from './check-json.ts'
import type { RequestContext, UnaryHandler } from './handler.ts'
import { type NewCallOptions, newCall } from './new-call.ts'
import { askProvider, type ProviderQuestions } from './provider-questions.ts'

export interface CountTokensOptions extends NewCallOptions, ProviderQuestions {
  readonly selector: Selector
  /** Told of calls whose model is not allowed. */
  readonly onRefusal: ObserveRefusal
}

/**
 * The input tokens of a conversation for the first target of its model: by the vendor's own count where it has one, else
 * a marked estimate. Nothing is generated and nothing is recorded.
 */
export function countTokens(options: CountTokensOptions): UnaryHandler<CountTokensRequest, CountTokensResponse> {
  return async ({ request }, context) => {
    const conversation = request as GenerateChatRequest
    checkJsonFields(conversation, 'request.')
    const { call, release } = newCall(conversation, context, { operation: 'chat', streaming: false }, options)
    try {
      const target = firstTarget(call, context, options)
      const { inputTokens, estimated } = await count({ ...call, target }, options)
      return { $typeName: 'switchyard.v1.CountTokensResponse', inputTokens, estimated }
    } finally {
      release()
    }
  }
}

function firstTarget(call: Call, { progress }: RequestContext, { selector, onRefusal }: CountTokensOptions): Target {
  try {
    const [target] = selector.select(call).targets
    return target as Target
  } catch (thrown) {
    const error = toGatewayError(thrown)
    if (error.reason === ErrorReason.MODEL_NOT_ALLOWED) {
      onRefusal(call, error)
      progress.observed = true
    }
    throw error
  }
}

function count(call: TargetedCall, options: CountTokensOptions) {
  return askProvider(options, call.target, call.signal, async (provider, signal) => {
    if (provider.countTokens) return provider.countTokens({ ...call, signal })
    return estimateUsage(call.request, 0)
  })
}
