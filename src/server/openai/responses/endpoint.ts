import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Endpoint, jsonAnswer } from '../../web/endpoints/endpoint.ts'
import { eventAnswer } from '../../web/endpoints/events.ts'
import type { Methods } from '../../web/endpoints/methods.ts'
import { errorBody, errorObject } from '../errors.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { paramOf } from '../params.ts'
import { ResponseEvents } from './events.ts'
import { responsesQuestion } from './request.ts'
import { responseObject } from './whole.ts'

const OPTION_NAMES = {
  model: 'model',
  max_output_tokens: 'max_output_tokens',
  temperature: 'temperature',
  top_p: 'top_p',
  reasoning_effort: 'reasoning.effort',
  labels: 'metadata',
}

const responsesParam = (field: string) => paramOf(field, OPTION_NAMES, 'input')

/** Responses, without anything being stored. */
export function responsesEndpoint(methods: Methods): Endpoint {
  return {
    verb: 'POST',
    path: '/v1/responses',
    service: LLMService,
    tellError: (error) => errorBody(error, responsesParam),
    async serve({ json }, context) {
      const question = responsesQuestion(json(), idempotencyKeyOf(context))
      const { request, streaming } = question
      if (!streaming) {
        const answer = await methods.unary(LLMService.method.generateChat, request, context)
        return jsonAnswer(responseObject(answer, question))
      }
      const events = new ResponseEvents(question)
      return await eventAnswer(methods.stream(LLMService.method.generateChatStream, request, context), {
        batch: (messages) => events.batch(messages),
        failed: (error) => events.failed(errorObject(error, responsesParam)),
      })
    },
  }
}
