import { create, type DescMessage, type MessageInitShape, type MessageShape, toJsonString } from '@bufbuild/protobuf'
import { type Message, MessageSchema, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import {
  type GenerateChatRequestSchema,
  GenerateChatResponseSchema,
  type GenerateChatStreamResponse,
  GenerateChatStreamResponseSchema,
} from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'
import { fold, textOf } from '../core/collect.ts'
import { AnswerPrinter } from './answer-printer.ts'
import type { ServerClient } from './client.ts'
import { CommandError } from './errors.ts'
import type { GlobalOptions } from './global-options.ts'
import { printableJson } from './printable.ts'
import { print, type Terminal } from './terminal.ts'

export interface ChatOptions extends GlobalOptions {
  readonly model?: string
  readonly system?: string
  readonly maxTokens?: number
  readonly temperature?: number
  readonly stream: boolean
  readonly reasoning?: boolean
}

export interface AskContext {
  readonly client: ServerClient
  readonly terminal: Terminal
  readonly options: ChatOptions
  /** The conversation so far; the last message is what is asked. */
  readonly history: readonly Message[]
  readonly signal: AbortSignal
}

/** Sends the conversation, prints the answer and returns it. Throws CallError. */
export function ask(context: AskContext): Promise<Message> {
  return context.options.stream ? askStreaming(context) : askWhole(context)
}

async function askWhole({ client, terminal, options, history, signal }: AskContext): Promise<Message> {
  const response = await client.unary(LLMService.method.generateChat, toRequest(options, history), { signal })
  const message = response.message ?? create(MessageSchema, { role: Role.ASSISTANT })
  if (options.output === 'json') printJson(terminal, GenerateChatResponseSchema, response, 2)
  else {
    const printer = new AnswerPrinter(terminal, options.reasoning ?? false)
    for (const { content } of message.parts) if (content.case === 'reasoning') printer.reasoning(content.value.text)
    printer.text(textOf(message))
    printer.end(response.info)
  }
  return message
}

async function askStreaming({ client, terminal, options, history, signal }: AskContext): Promise<Message> {
  const printer = new AnswerPrinter(terminal, options.reasoning ?? false)
  const parts: Part[] = []
  let info: AnswerInfo | undefined
  try {
    for await (const response of client.stream(LLMService.method.generateChatStream, toRequest(options, history), {
      signal,
    })) {
      if (options.output === 'json') printJson(terminal, GenerateChatStreamResponseSchema, response)
      else show(response, printer)
      info = take(response, parts) ?? info
    }
  } finally {
    printer.endLine()
  }
  if (!info) throw new CommandError('The answer ended without its last event; it may be cut.')
  if (options.output === 'text') printer.end(info)
  return create(MessageSchema, { role: Role.ASSISTANT, parts: parts.filter(Boolean) })
}

function show({ event }: GenerateChatStreamResponse, printer: AnswerPrinter): void {
  if (event.case !== 'partDelta') return
  const { delta } = event.value
  if (delta.case === 'text') printer.text(delta.value)
  else if (delta.case === 'reasoning') printer.reasoning(delta.value)
}

/** Adds a piece to the message, which the next turn sends back; the last event tells about the whole. */
function take({ event }: GenerateChatStreamResponse, parts: Part[]): AnswerInfo | undefined {
  if (event.case === 'finished') return event.value.info
  if (event.case !== undefined && event.case !== 'started') fold(parts, event)
  return undefined
}

/** What is sent to the server. */
export function toRequest(
  options: ChatOptions,
  history: readonly Message[],
): MessageInitShape<typeof GenerateChatRequestSchema> {
  return {
    messages: [...history],
    options: {
      ...(options.model === undefined ? {} : { model: options.model }),
      ...(options.maxTokens === undefined ? {} : { maxOutputTokens: BigInt(Math.floor(options.maxTokens)) }),
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    },
  }
}

function printJson<Desc extends DescMessage>(
  terminal: Terminal,
  desc: Desc,
  message: MessageShape<Desc>,
  prettySpaces = 0,
): void {
  print(terminal, printableJson(toJsonString(desc, message, { prettySpaces })))
}
