import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Endpoint, jsonAnswer } from '../../web/endpoints/endpoint.ts'
import { event, eventAnswer } from '../../web/endpoints/events.ts'
import type { Methods } from '../../web/endpoints/methods.ts'
import { errorBody, errorObject } from '../errors.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { paramOf } from '../params.ts'
import { ChatChunks } from './chunks.ts'
import { chatQuestion } from './request.ts'
import { chatCompletion } from './whole.ts'

const OPTION_NAMES = {
  model: 'model',
  max_output_tokens: 'max_completion_tokens',
  temperature: 'temperature',
  top_p: 'top_p',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
  stop: 'stop',
  seed: 'seed',
  reasoning_effort: 'reasoning_effort',
  labels: 'metadata',
}

const chatParam = (field: string) => paramOf(field, OPTION_NAMES, 'messages')

/** Chat Completions. */
export function chatEndpoint(methods: Methods): Endpoint {
  return {
    verb: 'POST',
    path: '/v1/chat/completions',
    service: LLMService,
    tellError: (error) => errorBody(error, chatParam),
    async serve({ json }, context) {
      const question = chatQuestion(json(), idempotencyKeyOf(context))
      const { request, streaming, warnings } = question
      if (!streaming) {
        const answer = await methods.unary(LLMService.method.generateChat, request, context)
        return jsonAnswer(chatCompletion(answer, warnings))
      }
      const chunks = new ChatChunks(question)
      return await eventAnswer(methods.stream(LLMService.method.generateChatStream, request, context), {
        batch: (messages) => chunks.batch(messages),
        failed: (error) => event({ error: errorObject(error, chatParam) }),
        end: 'data: [DONE]\n\n',
      })
    },
  }
}
