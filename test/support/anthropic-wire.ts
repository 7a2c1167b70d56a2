import type { UpstreamExchange } from './upstream.ts'

/** What an answer of the played Anthropic says. */
export interface PlayedMessage {
  readonly texts: readonly string[]
  readonly model?: string
  readonly stopReason?: string
  readonly inputTokens?: number
  readonly outputTokens?: number
}

type Json = Record<string, unknown>

const MODEL = 'played-model'

/** A whole message of any blocks. */
export function wholeMessage(content: readonly Json[], fields: Json = {}): Json {
  const usage = tokens(3, 5)
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: MODEL, content }
  return { ...message, stop_reason: 'end_turn', stop_sequence: null, usage, ...fields }
}

/** The event that begins a stream. */
export function messageStart(fields: Json = {}): Json {
  return { type: 'message_start', message: wholeMessage([], { stop_reason: null, usage: tokens(3, 1), ...fields }) }
}

/** The events of one block: its start, its deltas and its end. */
export function blockEvents(index: number, block: Json, deltas: readonly Json[] = []): Json[] {
  return [
    { type: 'content_block_start', index, content_block: block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

/** The events that end a stream. */
export function messageEnd(stopReason: string, usage: Json = { output_tokens: 5 }): Json[] {
  return [
    { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
}

function tokens(input: number, output: number): Json {
  return {
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
    service_tier: 'standard',
  }
}

/** Sends events under their names. */
export async function sendMessageEvents(exchange: UpstreamExchange, events: readonly Json[]): Promise<void> {
  for (const event of events) await exchange.sendEvent(event, String(event.type))
}

/** Plays a whole stream. `step` is awaited before each text: hold it to pace the stream. */
export async function playMessageStream(
  exchange: UpstreamExchange,
  { texts, model = MODEL, stopReason = 'end_turn', inputTokens = 3, outputTokens = 5 }: PlayedMessage,
  step: (index: number) => Promise<void> | void = () => {},
): Promise<void> {
  const [start, ...rest] = blockEvents(0, { type: 'text', text: '' })
  exchange.startEvents()
  await sendMessageEvents(exchange, [messageStart({ model, usage: tokens(inputTokens, 1) }), start as Json])
  await sendMessageEvents(exchange, [{ type: 'ping' }])
  for (const [index, text] of texts.entries()) {
    await step(index)
    await sendMessageEvents(exchange, [{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }])
  }
  await sendMessageEvents(exchange, [...rest, ...messageEnd(stopReason, { output_tokens: outputTokens })])
  exchange.end()
}

/** Answers a request of the Messages API the way it asks for. */
export async function playMessages(exchange: UpstreamExchange, answer: PlayedMessage): Promise<void> {
  if (exchange.json.stream) return playMessageStream(exchange, answer)
  const { texts, model = MODEL, stopReason = 'end_turn', inputTokens = 3, outputTokens = 5 } = answer
  const usage = tokens(inputTokens, outputTokens)
  const content = [{ type: 'text', text: texts.join(''), citations: null }]
  exchange.sendJson(200, wholeMessage(content, { model, stop_reason: stopReason, usage }), { 'request-id': 'req_1' })
}

/** A page of the list of models. */
export function modelListPage(models: readonly Json[], hasMore = false): Json {
  const data: Json[] = models.map((model) => ({
    type: 'model',
    display_name: 'A model',
    lifecycle: 'active',
    ...model,
  }))
  return { data, has_more: hasMore, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
}

/** The error body of Anthropic. */
export function anthropicError(
  type: string,
  details: Json | null = null,
  message = 'secret words of the prompt',
): Json {
  return { type: 'error', error: { type, message, details }, request_id: 'req_1' }
}
