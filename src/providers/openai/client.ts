import type { OpenAI } from 'openai'
import type { Account } from '../definition.ts'
import { type Endpoint, endpointOf, type Transport } from '../http/transport.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import { checkSecret, dropForeignHeaders } from '../wire/sdk.ts'

/** What is asked of a server by POST. */
export const PATHS = {
  chat: '/chat/completions',
  responses: '/responses',
  embeddings: '/embeddings',
  inputTokens: '/responses/input_tokens',
} as const

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
  get(path: '/models', signal: AbortSignal): Promise<UpstreamResponse>
  /** Closes its connections. */
  close(): Promise<void>
}

/**
 * The vendor's SDK makes the addresses and headers of the requests, once for each path, since nothing in them changes
 * from call to call; we carry them out and read the answers. Every option is given, because the SDK takes what is missing
 * from the environment. It is loaded here, when a provider needs it.
 */
export async function createClient(account: Account, transport: Transport): Promise<Client> {
  checkSecret(account.name, account.apiKey)
  const { OpenAI } = await import('openai')
  const { apiKey, baseUrl, headers } = account
  const defaultHeaders = { ...(apiKey === undefined ? { Authorization: null } : {}), ...headers }
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey?.reveal() ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders,
    maxRetries: 0,
    logLevel: 'off',
  })
  dropForeignHeaders(client, defaultHeaders)
  const endpoints = await endpointsOf(client)
  const models = await endpoint(client, 'get', '/models')
  return {
    post: (path, body, signal, headers) =>
      transport.post(endpoints.get(path) as Endpoint, JSON.stringify(body), signal, headers),
    get: (_, signal) => transport.get(models, signal),
    close: () => transport.close(),
  }
}

async function endpointsOf(client: OpenAI): Promise<Map<Path, Endpoint>> {
  const paths = Object.values(PATHS)
  return new Map(await Promise.all(paths.map(async (path) => [path, await endpoint(client, 'post', path)] as const)))
}

/** The address and headers of a request to a path, which for some servers depend on the body. */
export async function endpoint(client: OpenAI, method: 'get' | 'post', path: string, body = {}): Promise<Endpoint> {
  const { url, req } = await client.buildRequest({ method, path, ...(method === 'post' ? { body } : {}) })
  return endpointOf(url, req.headers)
}
