import { eventsOf, jsonOf, send } from './http.ts'
import { plainOptions, plainQuestion, plainSaid, plainStream } from './plain-json.ts'
import { type Asking, DoorError, type TestedDoor } from './tested-door.ts'

/** JSON-RPC 2.0, which has three methods. */
export function jsonRpcDoor(url: string): TestedDoor {
  const ask = (method: string, params: unknown, asking?: Asking) =>
    send(`${url}/rpc`, { jsonrpc: '2.0', id: 1, method, params }, asking)
  const call = async (method: string, params: unknown, asking?: Asking) =>
    resultOf(await jsonOf(await ask(method, params, asking)))
  const complete = async (params: object, asking?: Asking) => {
    const { text, message, info } = await call('llm.complete', params, asking)
    return plainSaid(message?.parts ?? [{ text }], info)
  }
  const stream = async (params: object, asking?: Asking) =>
    plainStream(messagesOf(await ask('llm.complete', { ...params, stream: true }, asking)))
  const only = 'there are llm.complete, llm.models and llm.metrics'
  return {
    name: 'JSON-RPC',
    lacks: {
      embed: only,
      countTokens: only,
      getModel: only,
      compare: only,
      testModel: only,
      health: only,
    },
    text: (prompt, options) => complete({ prompt, ...plainOptions(options) }),
    async *textStream(prompt, options) {
      return yield* await stream({ prompt, ...plainOptions(options) })
    },
    chat: (question, asking) => complete(plainQuestion(question), asking),
    async *chatStream(question, asking) {
      return yield* await stream(plainQuestion(question), asking)
    },
    listModels: async () => (await call('llm.models', {})).models.map(({ name }: { name: string }) => name),
    statistics: async () => Number((await call('llm.metrics', { timeframe: '1h' })).total.total_requests),
  }
}

async function* messagesOf(response: Response) {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) resultOf(await jsonOf(response))
  for await (const { data } of eventsOf(response)) yield data.params?.event ?? { finished: resultOf(data) }
}

interface RpcResponse {
  // biome-ignore lint/suspicious/noExplicitAny: each method has a result of its own.
  readonly result?: any
  readonly error?: {
    readonly data: {
      readonly reason: string
      readonly retry_after_ms?: number
      readonly violations?: readonly { readonly field: string }[]
    }
  }
}

function resultOf({ result, error }: RpcResponse) {
  if (!error) return result
  const { reason, retry_after_ms: retryAfterMs, violations = [] } = error.data
  throw new DoorError(reason, { retryAfterMs, fields: violations.map(({ field }) => field) })
}
