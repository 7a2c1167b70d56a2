import type {
  GenerateChatRequest,
  GenerateChatResponse,
  GenerateChatStreamResponse,
  GenerateTextRequest,
  GenerateTextResponse,
  GenerateTextStreamResponse,
} from '#gen/switchyard/v1/generation_pb.js'
import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'
import { type Answer, endingOf } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import { collect, textOf } from '../core/collect.ts'
import type { AnswerEvent } from '../core/events.ts'
import type { Next } from '../pipeline/middleware.ts'
import { answerInfo, answerStarted } from './answer-info.ts'
import { ofCall } from './attempts-info.ts'
import { checkJsonFields } from './check-json.ts'
import type { RequestContext, StreamHandler, UnaryHandler } from './handler.ts'
import { type NewCallOptions, newCall } from './new-call.ts'
import { chatOf, textDelta } from './text.ts'

export interface GenerateOptions extends NewCallOptions {
  /** The pipeline. */
  readonly generate: Next
}

export function generateText(options: GenerateOptions): UnaryHandler<GenerateTextRequest, GenerateTextResponse> {
  return async (request, context) => {
    const { message, info } = await complete(chatOf(request), context, { operation: 'text' }, options)
    return { $typeName: 'switchyard.v1.GenerateTextResponse', text: textOf(message), info }
  }
}

export function generateChat(options: GenerateOptions): UnaryHandler<GenerateChatRequest, GenerateChatResponse> {
  return async (request, context) => {
    checkJsonFields(request)
    const { message, info } = await complete(request, context, { operation: 'chat' }, options)
    return { $typeName: 'switchyard.v1.GenerateChatResponse', message, info }
  }
}

/** Runs a unary call to its end. */
export async function complete(
  request: GenerateChatRequest,
  context: RequestContext,
  kind: Pick<Call, 'operation' | 'embedding'>,
  options: GenerateOptions,
) {
  const { call, release } = newCall(request, context, { ...kind, streaming: false }, options)
  const { progress } = context
  try {
    progress.observed = true
    const answer = await options.generate(call)
    progress.target = answer.target
    const { message, ending } = await collect(answer)
    return { message, ending, info: answerInfo(call, answer.target, ending, options.clock) }
  } catch (thrown) {
    throw ofCall(call, thrown)
  } finally {
    progress.rateLimit = call.journal.rateLimit
    release()
  }
}

export function generateTextStream(
  options: GenerateOptions,
): StreamHandler<GenerateTextRequest, GenerateTextStreamResponse> {
  return (request, context) => {
    const messages = numbered<GenerateTextStreamResponse['event']>('switchyard.v1.GenerateTextStreamResponse')
    return stream(chatOf(request), context, 'text', options, {
      started: (value) => messages([{ case: 'started', value }]),
      delta: (batch) => {
        const value = textDelta(batch)
        return messages(value === '' ? [] : [{ case: 'textDelta', value }])
      },
      finished: (info) => messages([{ case: 'finished', value: finishedWith(info) }]),
    }) as AsyncIterable<GenerateTextStreamResponse[]>
  }
}

export function generateChatStream(
  options: GenerateOptions,
): StreamHandler<GenerateChatRequest, GenerateChatStreamResponse> {
  return (request, context) => {
    checkJsonFields(request)
    return chatStream(request, context, 'chat', options)
  }
}

/** The answer to a conversation, from `started` to `finished`. */
export function chatStream(
  request: GenerateChatRequest,
  context: RequestContext,
  operation: Call['operation'],
  options: GenerateOptions,
): AsyncIterable<GenerateChatStreamResponse[]> {
  const messages = numbered<GenerateChatStreamResponse['event']>('switchyard.v1.GenerateChatStreamResponse')
  return stream(request, context, operation, options, {
    started: (value) => messages([{ case: 'started', value }]),
    delta: messages,
    finished: (info) => messages([{ case: 'finished', value: finishedWith(info) }]),
  }) as AsyncIterable<GenerateChatStreamResponse[]>
}

/** How a streamed answer is told in the messages of one method. */
interface StreamForm<Message> {
  readonly started: (started: ReturnType<typeof answerStarted>) => Message[]
  readonly delta: (batch: readonly AnswerEvent[]) => Message[]
  readonly finished: (info: AnswerInfo) => Message[]
}

async function* stream<Message>(
  request: GenerateChatRequest,
  context: RequestContext,
  operation: Call['operation'],
  options: GenerateOptions,
  form: StreamForm<Message>,
): AsyncGenerator<Message[]> {
  const { call, release } = newCall(request, context, { operation, streaming: true }, options)
  const { progress } = context
  try {
    progress.observed = true
    const answer: Answer = await options.generate(call)
    progress.target = answer.target
    progress.rateLimit = call.journal.rateLimit
    let started: Message[] | undefined = form.started(answerStarted(call, answer.target))
    // Together with the first content, which is there by now: a reader who leaves here leaves the answer too.
    for await (const batch of answer.events) {
      const delta = form.delta(batch)
      yield started ? [...started, ...delta] : delta
      started = undefined
    }
    if (started) yield started
    const ending = await endingOf(answer)
    yield form.finished(answerInfo(call, answer.target, ending, options.clock))
  } catch (thrown) {
    // What is refused hears of the limit too; an answer that has begun has told it.
    progress.rateLimit = call.journal.rateLimit
    throw ofCall(call, thrown)
  } finally {
    release()
  }
}

/** Numbers the messages of one stream from 1. */
function numbered<Event>($typeName: string) {
  let sequence = 0n
  return (events: readonly Event[]) => events.map((event) => ({ $typeName, sequence: ++sequence, event }))
}

function finishedWith(info: AnswerInfo) {
  return { $typeName: 'switchyard.v1.AnswerFinished' as const, info }
}
