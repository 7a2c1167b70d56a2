import type { TargetedCall } from '../../core/call.ts'
import { GatewayError } from '../../core/errors.ts'
import type { ThinResponse } from '../http/thin-response.ts'
import { type Transport, withSignal } from '../http/transport.ts'
import type { OpenAISettings } from './settings.ts'

/** The SDK's timer would only repeat ours; this is the longest that it can be set to. */
const NO_TIMEOUT_MS = 2 ** 31 - 1

/** Opens one request. Resolves with the response, whatever its status, or throws a GatewayError. */
export type Open = (path: string, body: Readonly<Record<string, unknown>>, call: TargetedCall) => Promise<ThinResponse>

/** A body that is already text is sent as it is; one that is an object would be walked through value by value. */
const JSON_HEADERS = { 'content-type': 'application/json' }

/**
 * The vendor's SDK makes the address, the headers and the body; we carry them out and read the answer. Every option is
 * given, because the SDK takes what is missing from the environment. It is loaded here, when a provider needs it.
 */
export async function createClient(settings: OpenAISettings, transport: Transport): Promise<Open> {
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
    timeout: NO_TIMEOUT_MS,
    maxRetries: 0,
    logLevel: 'off',
    fetch: transport.fetch,
  })
  dropForeignHeaders(client, defaultHeaders)
  return async (path, body, call) => {
    try {
      const options = { body: JSON.stringify(body), headers: JSON_HEADERS, fetchOptions: withSignal(call.signal) }
      return (await client.post(path, options).asResponse()) as unknown as ThinResponse
    } catch (thrown) {
      throw call.signal.aborted ? call.signal.reason : unwrapped(thrown)
    }
  }
}

/** The SDK puts what our own `fetch` throws into an error of its own. */
function unwrapped(thrown: unknown): unknown {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  return cause instanceof GatewayError ? cause : thrown
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
