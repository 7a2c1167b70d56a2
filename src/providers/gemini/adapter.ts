import type { TargetedCall } from '../../core/call.ts'
import type { Account } from '../definition.ts'
import { createTransport } from '../http/transport.ts'
import type { Provider } from '../provider.ts'
import { type Dialect, openAttempt } from '../wire/attempt.ts'
import { errorContextOf } from '../wire/errors.ts'
import { explained } from '../wire/explain.ts'
import { readJson } from '../wire/response.ts'
import { createClient } from './client.ts'
import { countIn, toCountRequest } from './count-tokens.ts'
import { embeddingForm, embeddingsIn, toEmbedRequest } from './embed.ts'
import type { Method } from './endpoints.ts'
import { listModels } from './models.ts'
import { GeminiReader } from './reader.ts'
import { toGeminiRequest } from './request.ts'

/** An account at the Gemini API, or a project at Vertex AI. */
export async function createGeminiProvider(account: Account): Promise<Provider> {
  const client = await createClient(account, createTransport({ ...account.limits }))
  const context = errorContextOf(account)
  const isVertex = account.options.gemini?.vertex !== undefined
  const dialect: Dialect = {
    toRequest: toGeminiRequest,
    send: ({ target, streaming, signal, contextHeaders }, body) => {
      const method = streaming ? 'streamGenerateContent' : 'generateContent'
      return client.post(method, target.model, body, signal, contextHeaders)
    },
    reader: (call) => new GeminiReader(call.id, context),
    context,
    maxEventBytes: account.limits.maxEventBytes,
  }
  const ask = async (call: TargetedCall, method: Method, body: Readonly<Record<string, unknown>>) =>
    readJson(await client.post(method, call.target.model, body, call.signal, call.contextHeaders), context)
  return {
    name: account.name,
    open: (call) => openAttempt(call, dialect),
    embed: (call, embedding) =>
      explained(call, async () => {
        const body = toEmbedRequest(call, embedding, embeddingForm(call.target.model, isVertex))
        return embeddingsIn(await ask(call, 'embed', body), embedding.inputs.length, context)
      }),
    countTokens: (call) =>
      explained(call, async () => countIn(await ask(call, 'countTokens', toCountRequest(call, isVertex)), context)),
    listModels: (signal) => listModels(client, context, signal),
    close: () => client.close(),
  }
}
