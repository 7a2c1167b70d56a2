import { chatDelta, embeddingList, errorBody, playChat } from '../support/openai-wire.ts'
import { startUpstream, type Upstream, type UpstreamExchange } from '../support/upstream.ts'
import { Requests } from './requests.ts'

/** What the model `good` says. */
export const GOOD_TEXTS: readonly string[] = ['Hello', ' from', ' Switchyard', '.']

const TOOL_CALL = { id: 'call-1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } }

type Play = (exchange: UpstreamExchange, requests: Requests) => void | Promise<void>

/** What each model does, by the name that the upstream gives it. README.md tells the authors of runners. */
const models: Readonly<Record<string, Play>> = {
  good: (exchange) => playChat(exchange, { texts: GOOD_TEXTS }),
  echo: (exchange) => playChat(exchange, { texts: [exchange.json.messages.at(-1).content] }),
  endless: playEndless,
  silent: () => {},
  limited: (exchange) => exchange.sendJson(429, errorBody(null, 'rate_limit'), { 'retry-after': '7' }),
  'failing-a': (exchange) => exchange.sendJson(503, errorBody(null, 'server_error')),
  'failing-b': (exchange) => exchange.sendJson(503, errorBody(null, 'server_error')),
  tools: playTools,
  flaky: (exchange, requests) =>
    requests.isFirst(exchange)
      ? exchange.sendJson(503, errorBody(null, 'server_error'), { 'retry-after-ms': '200' })
      : playChat(exchange, { texts: GOOD_TEXTS }),
  vectors: (exchange) => exchange.sendJson(200, embeddingList(exchange.json.input.map(vectorOf))),
}

/** Tells which text it belongs to. */
function vectorOf(text: string): number[] {
  return [text.length, 0.5, -0.25]
}

/** Starts the provider of the interoperability tests, which also tells at `/seen/<trace id>` how its requests ended. */
export async function startInteropUpstream(): Promise<Upstream> {
  const requests = new Requests()
  return startUpstream(async (exchange) => {
    if (exchange.path.startsWith('/seen/')) return exchange.sendJson(200, await requests.whenCut(exchange))
    requests.note(exchange)
    const play = models[exchange.json.model]
    if (!play) return exchange.sendJson(404, errorBody('model_not_found', 'invalid_request_error'))
    await play(exchange, requests)
  })
}

/** Says a word every few milliseconds until the connection is closed. */
async function playEndless(exchange: UpstreamExchange): Promise<void> {
  exchange.startEvents()
  while (!exchange.response.closed) {
    await exchange.sendEvent(chatDelta({ content: 'word ' }))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Asks for the tool, and answers with what it gave. Refuses a conversation whose turn was changed on its way. */
function playTools(exchange: UpstreamExchange): void | Promise<void> {
  const { messages, tools } = exchange.json
  const [turn, result] = messages.slice(-2)
  if (result?.role !== 'tool') {
    const isOffered = tools?.[0]?.function?.name === TOOL_CALL.function.name
    if (!isOffered) return exchange.sendJson(400, errorBody(null, 'invalid_request_error'))
    return exchange.sendJson(200, toolCallAnswer())
  }
  const isUnchanged = JSON.stringify(turn.tool_calls) === JSON.stringify([TOOL_CALL])
  if (!isUnchanged || result.tool_call_id !== TOOL_CALL.id) {
    return exchange.sendJson(400, errorBody(null, 'invalid_request_error'))
  }
  return playChat(exchange, { texts: ['It is ', result.content] })
}

function toolCallAnswer() {
  const message = { role: 'assistant', content: null, tool_calls: [TOOL_CALL] }
  const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 }
  const choices = [{ index: 0, message, finish_reason: 'tool_calls' }]
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'tools', choices, usage }
}
