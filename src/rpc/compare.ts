import { create } from '@bufbuild/protobuf'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type GenerationOptions, GenerationOptionsSchema } from '#gen/switchyard/v1/generation_options_pb.js'
import type {
  CompareChatRequest,
  CompareChatResponse,
  CompareFailure,
  GenerateChatRequest,
} from '#gen/switchyard/v1/generation_pb.js'
import { GatewayError, toGatewayError } from '../core/errors.ts'
import { attemptsInfo } from './attempts-info.ts'
import { checkJsonFields } from './check-json.ts'
import { chatStream, type GenerateOptions } from './generate.ts'
import type { RequestContext, StreamHandler } from './handler.ts'
import { interleave } from './interleave.ts'
import { completeContext } from './new-call.ts'

/**
 * One conversation to several models at once. Each model is a call of its own, with its own way through the pipeline,
 * its own rows, its own ending and its own failure; what they share is the trace, and the caller.
 */
export function compareChat(options: GenerateOptions): StreamHandler<CompareChatRequest, CompareChatResponse> {
  return ({ request, models }, context) => {
    const conversation = request as GenerateChatRequest
    checkJsonFields(conversation, 'request.')
    const leaving = new AbortController()
    const shared = { ...context, signal: AbortSignal.any([context.signal, leaving.signal]) }
    const traced = { ...conversation, context: completeContext(conversation.context, context, options.clock) }
    const answers = models.map((model, index) => answer(index, forModel(traced, model), shared, options))
    return interleave(answers, () => leaving.abort(left()))
  }
}

/** All that there is to say about one model. It throws only when the whole comparison has ended. */
async function* answer(
  modelIndex: number,
  request: GenerateChatRequest,
  context: RequestContext,
  options: GenerateOptions,
): AsyncGenerator<CompareChatResponse[]> {
  try {
    for await (const batch of chatStream(request, context, 'compare', options)) {
      yield batch.map((value) => piece(modelIndex, { case: 'answer', value }))
    }
  } catch (thrown) {
    if (context.signal.aborted) throw context.signal.reason
    yield [piece(modelIndex, { case: 'failure', value: failureOf(toGatewayError(thrown)) })]
  }
}

/** The conversation for one of the models; each remembers its own answer for the caller's idempotency key. */
function forModel(request: GenerateChatRequest, model: string): GenerateChatRequest {
  const options: GenerationOptions = request.options
    ? { ...request.options, model }
    : create(GenerationOptionsSchema, { model })
  // The models' names have no line feed, so that no two pairs of model and key are written alike.
  const idempotencyKey = request.idempotencyKey === '' ? '' : `${model}\n${request.idempotencyKey}`
  return { ...request, options, idempotencyKey }
}

function piece(modelIndex: number, event: CompareChatResponse['event']): CompareChatResponse {
  return { $typeName: 'switchyard.v1.CompareChatResponse', modelIndex, event }
}

function failureOf({ policy, message, reasonName, call }: GatewayError): CompareFailure {
  const tried = call && call.attempts.length > 0 ? { attemptsInfo: attemptsInfo(call) } : {}
  return { $typeName: 'switchyard.v1.CompareFailure', code: policy.code, message, reason: reasonName, ...tried }
}

function left(): GatewayError {
  return new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller left the comparison.')
}
