import type { TargetedCall } from '../../core/call.ts'
import type { Account } from '../definition.ts'
import { createTransport } from '../http/transport.ts'
import type { Provider, TokenCount, VendorModel } from '../provider.ts'
import { type Dialect, openAttempt } from '../wire/attempt.ts'
import { type ErrorContext, errorContextOf, malformed } from '../wire/errors.ts'
import { explained } from '../wire/explain.ts'
import { readJson } from '../wire/response.ts'
import { tokenCountOf } from '../wire/token-count.ts'
import { type Client, createClient, PATHS } from './client.ts'
import { modelPage } from './model-list.ts'
import { MessageReader } from './reader.ts'
import { toCountRequest, toMessagesRequest } from './request.ts'
import { versionOf } from './versions.ts'

/** An account at Anthropic. */
export async function createAnthropicProvider(account: Account): Promise<Provider> {
  const transport = createTransport({ ...account.limits })
  return providerOf(account, await createClient(account, transport))
}

/** The provider over a client that knows the addresses and the credential. */
export function providerOf(account: Account, client: Client): Provider {
  const context = errorContextOf(account)
  const version = versionOf(account)
  const dialect: Dialect = {
    context,
    maxEventBytes: account.limits.maxEventBytes,
    toRequest: (call) => toMessagesRequest(call, version),
    send: (call, body) => client.post(PATHS.messages, body, call.signal, call.contextHeaders),
    reader: () => new MessageReader(context),
  }
  const { listModels } = client
  return {
    name: account.name,
    open: (call) => openAttempt(call, dialect),
    countTokens: (call) => countTokens(call, client, version, context),
    ...(listModels ? { listModels: (signal) => allModels(listModels, signal, context) } : {}),
    close: () => client.close(),
  }
}

function countTokens(call: TargetedCall, client: Client, version: string, context: ErrorContext): Promise<TokenCount> {
  return explained(call, async () => {
    const body = toCountRequest(call, version)
    const response = await client.post(PATHS.countTokens, body, call.signal, call.contextHeaders)
    return tokenCountOf((await readJson(response, context)).input_tokens, context)
  })
}

/** No account has so many models; a list without an end is a fault of the vendor's. */
const MOST_PAGES = 10

type PageOf = NonNullable<Client['listModels']>

async function allModels(pageOf: PageOf, signal: AbortSignal, context: ErrorContext): Promise<VendorModel[]> {
  const models: VendorModel[] = []
  let after: string | undefined
  try {
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page = modelPage(await readJson(await pageOf(after, signal), context), context)
      for (const model of page.models) models.push(model)
      if (page.next === undefined) return models
      after = page.next
    }
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown
  }
  throw malformed(context, 'a list of models that does not end')
}
