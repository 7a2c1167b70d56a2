import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
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
    const provider = options.catalog.get(model).targets[0]?.provider ?? ''
    const start = options.clock.monotonic()
    const tested = { provider, latency: durationOf(0) }
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
      if (isCancellation(error)) throw error
      return create(TestModelResponseSchema, { ...tested, latency: latency(), ...failureOf(error) })
    }

    function latency() {
      return durationOf(options.clock.monotonic() - start)
    }
  }
}

function failureOf(error: GatewayError) {
  return { success: false, errorReason: error.reasonName, errorMessage: error.message }
}
