import type { TargetedCall } from '../../core/call.ts'
import type { Account } from '../definition.ts'
import { createTransport } from '../http/transport.ts'
import type { Provider } from '../provider.ts'
import { type Dialect, openAttempt } from '../wire/attempt.ts'
import { errorContextOf } from '../wire/errors.ts'
import { ChatReader } from './chat-reader.ts'
import { toChatRequest } from './chat-request.ts'
import { type Client, createClient, PATHS } from './client.ts'
import { compatibilityOf } from './compatibility.ts'
import type { Kind } from './kinds.ts'
import { ResponsesReader } from './responses-reader.ts'
import { toResponsesRequest } from './responses-request.ts'

/** An account at OpenAI, or at any server that speaks its interface. */
export async function createOpenAIProvider(account: Account, kind: Kind): Promise<Provider> {
  const transport = createTransport({ ...account.limits })
  return providerOf(account, kind, await createClient(account, transport))
}

/** The provider over a client that knows the addresses and the credential. */
export function providerOf(account: Account, kind: Kind, client: Client): Provider {
  const { name, limits } = account
  const compatibility = compatibilityOf(kind, account)
  const context = errorContextOf(account)
  const dialects = {
    chat: {
      toRequest: (call: TargetedCall) => toChatRequest(call, compatibility),
      reader: (call: TargetedCall) => new ChatReader(call.id, context),
    },
    responses: {
      toRequest: (call: TargetedCall) => toResponsesRequest(call, compatibility),
      reader: () => new ResponsesReader(context),
    },
  }
  const shared = { context, maxEventBytes: limits.maxEventBytes }
  return {
    name,
    open(call) {
      const api = account.api(call.target) ?? kind.api
      const send: Dialect['send'] = (_, body) => client.post(PATHS[api], body, call.signal)
      return openAttempt(call, { ...shared, ...dialects[api], send })
    },
    close: () => client.close(),
  }
}
