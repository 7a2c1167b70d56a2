import type { TargetedCall } from '../../core/call.ts'
import type { Account } from '../definition.ts'
import { createTransport } from '../http/transport.ts'
import type { Compatibility, OpenAIApi } from '../options.ts'
import type { Provider } from '../provider.ts'
import { type Dialect, openAttempt } from '../wire/attempt.ts'
import { type ErrorContext, errorContextOf } from '../wire/errors.ts'
import { explained } from '../wire/explain.ts'
import { readJson } from '../wire/response.ts'
import { tokenCountOf } from '../wire/token-count.ts'
import { audioTypeOf } from './chat-media.ts'
import { ChatReader } from './chat-reader.ts'
import { toChatRequest } from './chat-request.ts'
import { type Client, createClient, PATHS } from './client.ts'
import { compatibilityOf } from './compatibility.ts'
import { toEmbeddingsRequest, toEnding } from './embeddings.ts'
import { toInputTokensRequest } from './input-tokens.ts'
import type { Kind } from './kinds.ts'
import { toVendorModels } from './model-list.ts'
import { ResponsesReader } from './responses-reader.ts'
import { toResponsesRequest } from './responses-request.ts'
import { createTokenCounter } from './token-counter.ts'

/** An account at OpenAI, or at any server that speaks its interface. */
export async function createOpenAIProvider(account: Account, kind: Kind): Promise<Provider> {
  const transport = createTransport({ ...account.limits })
  return providerOf(account, kind, await createClient(account, transport))
}

/** The provider over a client that knows the addresses and the credential. */
export function providerOf(account: Account, kind: Kind, client: Client): Provider {
  const compatibility = compatibilityOf(kind, account)
  const connection: Connection = { account, kind, client, compatibility, context: errorContextOf(account) }
  const counting = countingOf(connection)
  return {
    name: account.name,
    open: conversationOf(connection),
    ...questionsOf(connection),
    ...(counting.countTokens ? { countTokens: counting.countTokens } : {}),
    async close() {
      await Promise.all([counting.close(), client.close()])
    },
  }
}

interface Connection {
  readonly account: Account
  readonly kind: Kind
  readonly client: Client
  readonly compatibility: Compatibility
  readonly context: ErrorContext
}

function apiOf({ account, kind }: Connection, { target }: TargetedCall) {
  return account.api(target) ?? kind.api
}

function conversationOf(connection: Connection): Provider['open'] {
  const { account, client, compatibility, context } = connection
  const { reasoningHistory } = compatibility
  const shared = { context, maxEventBytes: account.limits.maxEventBytes }
  const dialects: Record<OpenAIApi, Dialect> = {
    chat: {
      ...shared,
      toRequest: (call) => toChatRequest(call, compatibility),
      send: (call, body) => client.post(PATHS.chat, body, call.signal, call.contextHeaders),
      reader: (call) => new ChatReader(call.id, context, { reasoningHistory, audioType: audioTypeOf(call) }),
    },
    responses: {
      ...shared,
      toRequest: (call) => toResponsesRequest(call, compatibility),
      send: (call, body) => client.post(PATHS.responses, body, call.signal, call.contextHeaders),
      reader: () => new ResponsesReader(context),
    },
  }
  return (call) => openAttempt(call, dialects[apiOf(connection, call)])
}

/** Vectors and the list of models: one question, one JSON object. */
function questionsOf({ client, compatibility, context }: Connection) {
  return {
    embed: (call, embedding) =>
      explained(call, async () => {
        const body = toEmbeddingsRequest(call, embedding, compatibility)
        const response = await client.post(PATHS.embeddings, body, call.signal, call.contextHeaders)
        return toEnding(await readJson(response, context), embedding, context)
      }),
    async listModels(signal) {
      return toVendorModels(await readJson(await client.get('/models', signal), context), context)
    },
  } satisfies Partial<Provider>
}

/** OpenAI counts what goes by its Responses interface; the rest is counted here. */
function countingOf(connection: Connection): Pick<Provider, 'countTokens' | 'close'> {
  const { account, kind, client, compatibility, context } = connection
  if (kind.tokenCount === 'none') return { close: async () => {} }
  const counter = createTokenCounter(account.clock)
  return {
    async countTokens(call) {
      if (kind.tokenCount !== 'vendor' || apiOf(connection, call) !== 'responses') return counter.count(call)
      return explained(call, async () => {
        const body = toInputTokensRequest(call, compatibility)
        const response = await client.post(PATHS.inputTokens, body, call.signal, call.contextHeaders)
        return tokenCountOf((await readJson(response, context)).input_tokens, context)
      })
    },
    close: () => counter.close(),
  }
}
