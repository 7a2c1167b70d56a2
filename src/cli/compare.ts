import { create, toJson } from '@bufbuild/protobuf'
import { type Message, MessageSchema, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import {
  type CompareChatResponse,
  type CompareFailure,
  CompareFailureSchema,
  type GenerateChatStreamResponse,
} from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type AnswerInfo, AnswerInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import { fold, textOf } from '../core/collect.ts'
import { AnswerPrinter } from './answer-printer.ts'
import { type AskContext, toRequest } from './ask.ts'
import { CommandError } from './errors.ts'
import { printableJson } from './printable.ts'
import { print, type Terminal } from './terminal.ts'

export interface CompareContext extends AskContext {
  readonly models: readonly string[]
}

/** What one model said, and how it ended. */
interface Compared {
  readonly model: string
  readonly parts: Part[]
  info: AnswerInfo | undefined
  failure: CompareFailure | undefined
}

/** Asks several models at once and prints each answer when it has ended. Resolves to whether all ended well. */
export async function compare({
  client,
  terminal,
  options,
  history,
  models,
  signal,
}: CompareContext): Promise<boolean> {
  const answers = models.map((model): Compared => ({ model, parts: [], info: undefined, failure: undefined }))
  const request = { models: [...models], request: toRequest(options, history) }
  for await (const response of client.stream(LLMService.method.compareChat, request, { signal })) {
    const answer = answers[response.modelIndex]
    if (!answer) throw new CommandError('The server told of a model that was not asked for.')
    take(response, answer)
    if (!hasEnded(answer)) continue
    if (options.output === 'json') printJson(answer, terminal)
    else printText(answer, terminal, options.reasoning ?? false)
  }
  if (!answers.every(hasEnded)) throw new CommandError('The comparison ended without the end of every answer.')
  return answers.every(({ failure }) => !failure)
}

function hasEnded({ info, failure }: Compared): boolean {
  return info !== undefined || failure !== undefined
}

function take({ event }: CompareChatResponse, answer: Compared): void {
  if (event.case === 'failure') answer.failure = event.value
  else if (event.case === 'answer') takePiece(event.value, answer)
}

function takePiece({ event }: GenerateChatStreamResponse, answer: Compared): void {
  if (event.case === 'finished') answer.info = event.value.info ?? create(AnswerInfoSchema)
  else if (event.case !== undefined && event.case !== 'started') fold(answer.parts, event)
}

function messageOf({ parts }: Compared): Message {
  return create(MessageSchema, { role: Role.ASSISTANT, parts: parts.filter(Boolean) })
}

/** A section for the model: its name, its text as far as it came, and what there is to know about it. */
function printText(answer: Compared, terminal: Terminal, showsReasoning: boolean): void {
  const printer = new AnswerPrinter(terminal, showsReasoning)
  const message = messageOf(answer)
  print(terminal, `== ${answer.model} ==`)
  for (const { content } of message.parts) if (content.case === 'reasoning') printer.reasoning(content.value.text)
  printer.text(textOf(message))
  printer.end(answer.info)
  if (answer.failure) printer.failure(answer.failure)
}

function printJson(answer: Compared, terminal: Terminal): void {
  const { model, info, failure } = answer
  const ending = failure
    ? { failure: toJson(CompareFailureSchema, failure) }
    : { info: toJson(AnswerInfoSchema, info ?? create(AnswerInfoSchema)) }
  const line = { model, message: toJson(MessageSchema, messageOf(answer)), ...ending }
  print(terminal, printableJson(JSON.stringify(line)))
}
