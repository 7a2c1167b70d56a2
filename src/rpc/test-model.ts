import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import {
  type TestModelRequest,
  type TestModelResponse,
  TestModelResponseSchema,
} from '#gen/switchyard/v1/llm_service_pb.js'
import { durationOf } from '../core/duration.ts'
import { type GatewayError, isCancellation, toGatewayError } from '../core/errors.ts'
import type { Catalog } from '../routing/catalog.ts'
import { complete, type GenerateOptions } from './generate.ts'
import type { UnaryHandler } from './handler.ts'
import { textMessage } from './text.ts'

/** Enough for a word from models that reason before they speak. */
const MAX_OUTPUT_TOKENS = 64n

/** Asks the model for a word, once: no retry hides that it fails. */
export function testModel(
  options: GenerateOptions & { readonly catalog: Catalog },
): UnaryHandler<TestModelRequest, TestModelResponse> {
  return async ({ model }, context) => {
    const start = options.clock.monotonic()
    const tested = { provider: '', latency: durationOf(0) }
    const request = create(GenerateChatRequestSchema, {
      messages: [textMessage(Role.USER, 'Answer with the word OK.')],
      options: { model, maxOutputTokens: MAX_OUTPUT_TOKENS, retry: { maxRetries: 0 } },
    })
    try {
      const { info } = await complete(request, context, { operation: 'test' }, options)
      const usage = info.usage ? { usage: info.usage } : {}
      tested.provider = info.provider
      return create(TestModelResponseSchema, { ...tested, success: true, latency: latency(), ...usage })
    } catch (thrown) {
      const error = toGatewayError(thrown)
      if (isCancellation(error) || wasRefused(error)) throw error
      tested.provider ||= options.catalog.get(model, context.principal.allowedModels).targets[0]?.provider ?? ''
      return create(TestModelResponseSchema, { ...tested, latency: latency(), ...failureOf(error) })
    }

    function latency() {
      return durationOf(options.clock.monotonic() - start)
    }
  }
}

/** There is no such model, or it cannot be called: nothing was tested. */
function wasRefused({ reason, call }: GatewayError): boolean {
  const { MODEL_NOT_FOUND, MODEL_NOT_ALLOWED, UPSTREAM_PRECONDITION } = ErrorReason
  const isOfSelection = [MODEL_NOT_FOUND, MODEL_NOT_ALLOWED, UPSTREAM_PRECONDITION].some((one) => one === reason)
  return isOfSelection && (call?.attempts.length ?? 0) === 0
}

function failureOf(error: GatewayError) {
  return { success: false, errorReason: error.reasonName, errorMessage: error.message }
}
