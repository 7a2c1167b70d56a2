import { create } from '@bufbuild/protobuf'
import type { Client } from '@connectrpc/connect'
import { type Message, MessageSchema, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import type { AnswerInfo } from '#gen/switchyard/v1/usage_pb.js'
import { fold } from '../../src/core/collect.ts'
import { chatDelta, chatUsageChunk, responseObject } from '../support/openai-wire.ts'
import type { UpstreamExchange } from '../support/upstream.ts'

interface WireCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

/** Plays an answer of Chat Completions that calls tools; in a stream the arguments come in two pieces each. */
export async function chatToolCalls(exchange: UpstreamExchange, calls: readonly WireCall[]): Promise<void> {
  const whole = calls.map(({ id, ...named }) => ({ id, type: 'function', function: named }))
  if (!exchange.json.stream) {
    const message = { role: 'assistant', content: null, tool_calls: whole }
    const usage = { prompt_tokens: 3, completion_tokens: 5 }
    exchange.sendJson(200, {
      model: 'played-model',
      choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
      usage,
    })
    return
  }
  exchange.startEvents()
  for (const [index, { id, name, arguments: text }] of calls.entries()) {
    const [first, rest] = [text.slice(0, 4), text.slice(4)]
    await exchange.sendEvent(chatDelta({ tool_calls: [{ index, id, function: { name, arguments: first } }] }))
    await exchange.sendEvent(chatDelta({ tool_calls: [{ index, function: { arguments: rest } }] }))
  }
  await exchange.sendEvent(chatDelta({}, 'tool_calls'))
  await exchange.sendEvent(chatUsageChunk({}))
  await exchange.sendEvent('[DONE]')
  exchange.end()
}

/** A piece of reasoning as OpenAI gives it, with what only OpenAI can read. */
export const REASONING_ITEM = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [{ type: 'summary_text', text: 'I think.' }],
  encrypted_content: 'b3BhcXVl',
}

/** Plays a response with these items before its text. */
export async function responsesWith(exchange: UpstreamExchange, items: readonly object[]): Promise<void> {
  const plain = responseObject({ texts: ['So.'] })
  const usage = { ...(plain.usage as object), output_tokens: 20, output_tokens_details: { reasoning_tokens: 11 } }
  const response = { ...plain, usage, output: [...items, ...(plain.output as object[])] }
  if (!exchange.json.stream) return exchange.sendJson(200, response)
  exchange.startEvents()
  for (const [output_index, item] of response.output.entries()) {
    await exchange.sendEvent({ type: 'response.output_item.done', output_index, item }, 'response.output_item.done')
  }
  await exchange.sendEvent({ type: 'response.completed', response }, 'response.completed')
  exchange.end()
}

type Request = Parameters<Client<typeof LLMService>['generateChat']>[0]

/** The answer of a streamed call in the form of a unary one. */
export async function streamed(
  llm: Client<typeof LLMService>,
  request: Request,
): Promise<{ message: Message; info: AnswerInfo | undefined }> {
  const parts: Part[] = []
  let info: AnswerInfo | undefined
  for await (const { event } of llm.generateChatStream(request)) {
    if (event.case === 'finished') info = event.value.info
    else if (event.case !== undefined && event.case !== 'started') fold(parts, event)
  }
  return { message: create(MessageSchema, { role: Role.ASSISTANT, parts }), info }
}
