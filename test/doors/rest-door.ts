import { eventsOf, jsonOf, send } from './http.ts'
import { plainOptions, plainQuestion, plainSaid, plainStream } from './plain-json.ts'
import { type Abilities, type Asking, DoorError, type TestedDoor } from './tested-door.ts'

/** REST, as one writes it by hand. */
export function restDoor(url: string): TestedDoor {
  const ask = async (path: string, body?: unknown, asking?: Asking) => {
    const response = await send(url + path, body, asking)
    if (response.ok) return response
    throw problem(await jsonOf(response))
  }
  const json = async (path: string, body?: unknown, asking?: Asking) => jsonOf(await ask(path, body, asking))
  const abilities: Abilities = {
    async text(prompt, options) {
      const { text, info } = await json('/llm/generate/text', { prompt, ...plainOptions(options) })
      return plainSaid([{ text }], info)
    },
    async *textStream(prompt, options) {
      return yield* plainStream(
        messagesOf(await ask('/llm/generate/text/stream', { prompt, ...plainOptions(options) })),
      )
    },
    async chat(question, asking) {
      const { message, info } = await json('/llm/generate/chat', plainQuestion(question), asking)
      return plainSaid(message.parts, info)
    },
    async *chatStream(question, asking) {
      return yield* plainStream(messagesOf(await ask('/llm/generate/chat/stream', plainQuestion(question), asking)))
    },
    async embed(model, inputs) {
      const { embeddings } = await json('/api/v1/llm/embeddings', { model, inputs })
      return embeddings.map(({ values }: { values: number[] }) => values)
    },
    async countTokens(question) {
      return Number((await json('/api/v1/llm/tokens/count', plainQuestion(question))).input_tokens)
    },
    async listModels() {
      return (await json('/llm/models')).models.map(({ name }: { name: string }) => name)
    },
    async getModel(name) {
      return (await json(`/api/v1/llm/models/${name}`)).model.name
    },
    async compare(question, models) {
      const answers = models.map(() => '')
      const body = { ...plainQuestion(question), models }
      for await (const message of messagesOf(await ask('/api/v1/llm/compare', body))) {
        const { model_index: index, answer, failure } = message
        answers[index] += failure?.reason ?? answer?.part_delta?.text ?? ''
      }
      return answers
    },
    async testModel(model) {
      return (await json('/llm/models/test', { model })).success
    },
    async health() {
      const { dependencies } = await json('/llm/health')
      return dependencies.every(({ state }: { state: string }) => state === 'HEALTH_STATE_HEALTHY')
    },
    async statistics() {
      return Number((await json('/llm/usage/statistics?timeframe=1h')).total.total_requests)
    },
  }
  return { name: 'REST', lacks: {}, ...abilities }
}

async function* messagesOf(response: Response) {
  for await (const { name, data } of eventsOf(response)) {
    if (name === 'error') throw problem(data)
    yield data
  }
}

interface Problem {
  readonly reason: string
  readonly retry_after_ms?: number
  readonly violations?: readonly { readonly field: string }[]
}

function problem({ reason, retry_after_ms: retryAfterMs, violations = [] }: Problem): DoorError {
  return new DoorError(reason, { retryAfterMs, fields: violations.map(({ field }) => field) })
}
