import { type Endpoint, endpointOf, type Transport } from '../http/transport.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import type { OpenAISettings } from './settings.ts'

/** Sends one request. Resolves with the response, whatever its status; throws a GatewayError or the signal's reason. */
export type Open<Path extends string> = (
  path: Path,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<UpstreamResponse>

/**
 * The vendor's SDK makes the addresses and headers of the requests, once for each path, since nothing in them changes
 * from call to call; we carry them out and read the answers. Every option is given, because the SDK takes what is missing
 * from the environment. It is loaded here, when a provider needs it.
 */
export async function createClient<Path extends string>(
  settings: OpenAISettings,
  transport: Transport,
  paths: readonly Path[],
): Promise<Open<Path>> {
  checkKey(settings)
  const { OpenAI } = await import('openai')
  const defaultHeaders = { ...(settings.apiKey === undefined ? { Authorization: null } : {}), ...settings.headers }
  const client = new OpenAI({
    baseURL: settings.baseUrl,
    apiKey: settings.apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders,
    maxRetries: 0,
    logLevel: 'off',
  })
  dropForeignHeaders(client, defaultHeaders)
  const endpoints = new Map<Path, Endpoint>()
  for (const path of paths) {
    const { url, req } = await client.buildRequest({ method: 'post', path, body: {} })
    endpoints.set(path, endpointOf(url, req.headers))
  }
  return (path, body, signal) => transport.post(endpoints.get(path) as Endpoint, JSON.stringify(body), signal)
}

/** The error that a header's check would throw later repeats the key. */
function checkKey({ name, apiKey }: OpenAISettings): void {
  if (apiKey === undefined || /^[\x21-\x7e]+$/.test(apiKey)) return
  throw new Error(`The key of the provider "${name}" is empty or has characters that no header can carry.`)
}

/** The SDK adds the headers of `OPENAI_CUSTOM_HEADERS` to ours, and has no option against it. */
function dropForeignHeaders(client: object, defaultHeaders: Readonly<Record<string, string | null>>): void {
  const { _options: options } = client as { _options: { defaultHeaders: unknown } }
  options.defaultHeaders = defaultHeaders
}
