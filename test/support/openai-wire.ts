import type { UpstreamExchange } from './upstream.ts'

/** What an answer of the played OpenAI says. */
export interface PlayedAnswer {
  readonly texts: readonly string[]
  readonly model?: string
  readonly finish?: string
  readonly inputTokens?: number
  readonly outputTokens?: number
}

type Json = Record<string, unknown>

const MODEL = 'played-model'

/** A whole chat completion. */
export function chatCompletion({ texts, model = MODEL, finish = 'stop', ...usage }: PlayedAnswer): Json {
  const message = { role: 'assistant', content: texts.join(''), refusal: null }
  const choices = [{ index: 0, message, finish_reason: finish, logprobs: null }]
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model, choices, usage: chatTokens(usage) }
}

/** A chunk that grows the message. */
export function chatDelta(delta: Json, finish: string | null = null, model = MODEL): Json {
  const choices = [{ index: 0, delta, finish_reason: finish, logprobs: null }]
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices }
}

/** The chunk that brings the usage. */
export function chatUsageChunk(usage: Partial<PlayedAnswer>): Json {
  return { object: 'chat.completion.chunk', model: usage.model ?? MODEL, choices: [], usage: chatTokens(usage) }
}

function chatTokens({ inputTokens = 3, outputTokens = 5 }: Partial<PlayedAnswer>): Json {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens }
}

/** Plays a whole stream of Chat Completions. `step` is awaited before each text: hold it to pace the stream. */
export async function playChatStream(
  exchange: UpstreamExchange,
  answer: PlayedAnswer,
  step: (index: number) => Promise<void> | void = () => {},
): Promise<void> {
  exchange.startEvents()
  await exchange.sendEvent(chatDelta({ role: 'assistant', content: '' }, null, answer.model))
  for (const [index, content] of answer.texts.entries()) {
    await step(index)
    await exchange.sendEvent(chatDelta({ content }, null, answer.model))
  }
  await exchange.sendEvent(chatDelta({}, answer.finish ?? 'stop', answer.model))
  await exchange.sendEvent(chatUsageChunk(answer))
  await exchange.sendEvent('[DONE]')
  exchange.end()
}

/** Answers a request of Chat Completions the way it asks for. */
export async function playChat(exchange: UpstreamExchange, answer: PlayedAnswer): Promise<void> {
  if (exchange.json.stream) await playChatStream(exchange, answer)
  else exchange.sendJson(200, chatCompletion(answer))
}

/** A whole response. */
export function responseObject({ texts, model = MODEL, inputTokens = 3, outputTokens = 5 }: PlayedAnswer): Json {
  const content = [{ type: 'output_text', text: texts.join(''), annotations: [] }]
  const output = [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }]
  const usage = {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  }
  return { id: 'resp_1', object: 'response', status: 'completed', model, output, usage, error: null }
}

/** Plays a whole stream of the Responses interface, paced by `step` as in `playChatStream`. */
export async function playResponsesStream(
  exchange: UpstreamExchange,
  answer: PlayedAnswer,
  step: (index: number) => Promise<void> | void = () => {},
): Promise<void> {
  const response = responseObject(answer)
  const send = (event: Json) => exchange.sendEvent(event, String(event.type))
  exchange.startEvents()
  await send({ type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } })
  await send({
    type: 'response.output_item.added',
    output_index: 0,
    item: { type: 'message', id: 'msg_1', content: [] },
  })
  for (const [index, delta] of answer.texts.entries()) {
    await step(index)
    await send({ type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'msg_1', delta })
  }
  await send({ type: 'response.output_item.done', output_index: 0, item: (response.output as Json[])[0] })
  await send({ type: 'response.completed', response })
  exchange.end()
}

/** Answers a request of the Responses interface the way it asks for. */
export async function playResponses(exchange: UpstreamExchange, answer: PlayedAnswer): Promise<void> {
  if (exchange.json.stream) await playResponsesStream(exchange, answer)
  else exchange.sendJson(200, responseObject(answer))
}

/** The error body of OpenAI. */
export function errorBody(code: string | null, type: string, message = 'secret words of the prompt'): Json {
  return { error: { message, type, param: null, code } }
}

/** An answer with vectors, each as numbers or as base64. */
export function embeddingList(vectors: readonly unknown[]): { data: Json[] } & Json {
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }))
  return { object: 'list', data, model: MODEL, usage: { prompt_tokens: 7, total_tokens: 7 } }
}

/** A vector as OpenAI sends it when it is asked for base64: little-endian numbers of four bytes. */
export function base64Vector(values: readonly number[]): string {
  return Buffer.from(new Float32Array(values).buffer).toString('base64')
}
