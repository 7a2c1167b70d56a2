import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { GatewayError } from '../../core/errors.ts'
import type { Endpoint } from '../web/endpoints/endpoint.ts'
import { errorBody } from './errors.ts'

/** What OpenAI offers and this server does not, refused in a form that its clients understand. */
export function unknownPaths(): Endpoint[] {
  return (['GET', 'POST'] as const).map((verb) => ({
    verb,
    path: '/v1/{path...}',
    service: LLMService,
    tellError: (error) => errorBody(error, (field) => field),
    serve: async () => {
      throw new GatewayError(ErrorReason.RESOURCE_NOT_FOUND, messageFor(verb))
    },
  }))
}

/** The path is not repeated: it may be anything. */
function messageFor(verb: string): string {
  return `This server does not offer ${verb} at this path. It keeps no answers, files or assistants, and has chat/completions, responses, embeddings and models.`
}
