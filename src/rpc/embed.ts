import { create } from '@bufbuild/protobuf'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatRequest } from '#gen/switchyard/v1/generation_pb.js'
import { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import type { EmbedRequest, EmbedResponse, Embedding as Vector } from '#gen/switchyard/v1/llm_service_pb.js'
import { complete, type GenerateOptions } from './generate.ts'
import type { UnaryHandler } from './handler.ts'
import { textMessage } from './text.ts'

/** Vectors for texts. They go through the same pipeline as every call: routes, retries, circuits and the ledger. */
export function embed(options: GenerateOptions): UnaryHandler<EmbedRequest, EmbedResponse> {
  return async (request, context) => {
    const { inputs, dimensions } = request
    const embedding = { inputs, dimensions }
    const { ending, info } = await complete(
      conversationOf(request),
      context,
      { operation: 'embed', embedding },
      options,
    )
    const embeddings = (ending.vectors ?? []).map(toVector)
    return { $typeName: 'switchyard.v1.EmbedResponse', embeddings, info }
  }
}

/** The texts as the conversation that routes, estimates and the ledger understand. */
function conversationOf({ model, inputs, context }: EmbedRequest): GenerateChatRequest {
  const request = create(GenerateChatRequestSchema, { options: { model } })
  request.messages = inputs.map((text) => textMessage(Role.USER, text))
  if (context) request.context = context
  return request
}

function toVector(values: readonly number[]): Vector {
  return { $typeName: 'switchyard.v1.Embedding', values: values as number[] }
}
