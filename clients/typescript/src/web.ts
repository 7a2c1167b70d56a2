import { createConnectTransport } from '@connectrpc/connect-web'
import type { ClientOptions } from './caller.ts'
import { SwitchyardClient } from './client.ts'

export * from './api.ts'

export interface WebClientOptions extends ClientOptions {
  /** The web port, such as `https://llm.example.com`. */
  readonly baseUrl: string
  /** Instead of the one that is there by itself. */
  readonly fetch?: typeof globalThis.fetch
}

/** A client that speaks Connect by `fetch`: for pages, workers, and wherever else there is one. */
export function createClient({ baseUrl, fetch, ...options }: WebClientOptions): SwitchyardClient {
  const transport = createConnectTransport({ baseUrl, useBinaryFormat: true, ...(fetch && { fetch }) })
  return new SwitchyardClient(transport, options)
}
