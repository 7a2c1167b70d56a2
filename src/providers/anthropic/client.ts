import type { Anthropic } from '@anthropic-ai/sdk'
import type { Account } from '../definition.ts'
import { type Endpoint, endpointOf, type Transport } from '../http/transport.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import { checkSecret, dropForeignHeaders } from '../wire/sdk.ts'
import { isBeforeDefault, versionOf } from './versions.ts'

/** What is asked of the Messages API by POST. */
export const PATHS = { messages: '/v1/messages', countTokens: '/v1/messages/count_tokens' } as const

export type Path = (typeof PATHS)[keyof typeof PATHS]

/** Sends requests to one account. Resolves with the response, whatever its status; throws a GatewayError or the signal's reason. */
export interface Client {
  /** `headers` go with this request alone. */
  post(
    path: Path,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    headers?: readonly string[] | undefined,
  ): Promise<UpstreamResponse>
  /** A page of the models, the one that follows the model `after`. Absent: the account's vendor does not tell. */
  listModels?(after: string | undefined, signal: AbortSignal): Promise<UpstreamResponse>
  /** Closes its connections. */
  close(): Promise<void>
}

/** The most models that the vendor puts on a page. Source: https://platform.claude.com/docs/en/api/models/list */
const MODELS_PER_PAGE = 1000

/**
 * The vendor's SDK makes the addresses and headers of the requests, once for each path, since nothing in them changes
 * from call to call; we carry them out and read the answers. It is loaded here, when a provider needs it.
 */
export async function createClient(account: Account, transport: Transport): Promise<Client> {
  checkSecret(account.name, account.apiKey)
  const sdk = await createSdk(account)
  const messages = await endpoint(sdk, 'post', PATHS.messages)
  const countTokens = await endpoint(sdk, 'post', PATHS.countTokens)
  const models = await endpoint(sdk, 'get', `/v1/models?limit=${MODELS_PER_PAGE}`)
  return {
    post: (path, body, signal, headers) =>
      transport.post(path === PATHS.messages ? messages : countTokens, JSON.stringify(body), signal, headers),
    listModels: (after, signal) => transport.get(following(models, after), signal),
    close: () => transport.close(),
  }
}

/** Every option is given, because the SDK takes what is missing from the environment and from files. */
async function createSdk(account: Account): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  const defaultHeaders = headersOf(account)
  const sdk = new Anthropic({
    baseURL: account.baseUrl,
    apiKey: account.apiKey?.reveal() ?? 'none',
    authToken: null,
    webhookKey: null,
    defaultHeaders,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
  })
  dropForeignHeaders(sdk, defaultHeaders)
  return sdk
}

/** The SDK sends the key as the newest version wants it; the versions before it know `x-api-key` best. */
function headersOf(account: Account): Record<string, string | null> {
  const version = versionOf(account)
  const key = account.apiKey?.reveal()
  const authentication = {
    ...(key === undefined || isBeforeDefault(version) ? { authorization: null } : {}),
    ...(key !== undefined && isBeforeDefault(version) ? { 'x-api-key': key } : {}),
  }
  return { 'anthropic-version': version, ...authentication, ...lowerCased(account.headers) }
}

/** Names that differ in their case alone would both be sent. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

async function endpoint(sdk: Anthropic, method: 'get' | 'post', path: string): Promise<Endpoint> {
  const { url, req } = await sdk.buildRequest({ method, path, ...(method === 'post' ? { body: {} } : {}) })
  return endpointOf(url, req.headers)
}

function following(models: Endpoint, after: string | undefined): Endpoint {
  return after === undefined ? models : { ...models, path: `${models.path}&after_id=${encodeURIComponent(after)}` }
}
