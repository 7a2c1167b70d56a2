import { readFile } from 'node:fs/promises'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { Endpoint } from '../web/endpoints/endpoint.ts'
import { tellProblem } from './problem.ts'

/** Made of the table by `npm run generate`, with the comments of the contract, which the service itself does not have. */
const DOCUMENT = new URL('../../../docs/reference/openapi.json', import.meta.url)

let text: Promise<string> | undefined

/** The OpenAPI document about all that is served here. It says nothing that is not public. */
export const openApiEndpoint: Endpoint = {
  verb: 'GET',
  path: '/openapi.json',
  service: LLMService,
  isPublic: true,
  serve: async () => {
    text ??= readFile(DOCUMENT, 'utf8')
    return { kind: 'whole', text: await text }
  },
  tellError: tellProblem,
}
