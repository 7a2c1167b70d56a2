import type { Endpoint } from '../web/endpoints/endpoint.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { chatEndpoint } from './chat/endpoint.ts'
import { embeddingsEndpoint } from './embeddings.ts'
import { modelEndpoints } from './models.ts'
import { responsesEndpoint } from './responses/endpoint.ts'
import { unknownPaths } from './unknown-paths.ts'

/** What OpenAI's clients call. The last ones take every path that is left under `/v1/`. */
export function openaiEndpoints(methods: Methods): Endpoint[] {
  return [
    chatEndpoint(methods),
    responsesEndpoint(methods),
    embeddingsEndpoint(methods),
    ...modelEndpoints(methods),
    ...unknownPaths(),
  ]
}
