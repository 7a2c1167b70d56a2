import { Code, ConnectError } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { SwitchyardClient } from './client.ts'
import type { ClientOptions } from './options.ts'

export * from './api.ts'

type Fetch = typeof globalThis.fetch

export interface WebClientOptions extends ClientOptions {
  /** The web port, such as `https://llm.example.com`. */
  readonly baseUrl: string
  /** Instead of the one that is there by itself. */
  readonly fetch?: Fetch | undefined
}

/** A client that speaks Connect by `fetch`: for pages, workers, and wherever else there is one. */
export function createClient({ baseUrl, fetch = globalThis.fetch, ...options }: WebClientOptions): SwitchyardClient {
  const transport = createConnectTransport({ baseUrl, useBinaryFormat: true, fetch: telling(fetch) })
  return new SwitchyardClient(transport, options)
}

/** `fetch` tells by a TypeError that a server cannot be reached, or does not let the page in; nothing else here throws one. */
function telling(fetch: Fetch): Fetch {
  return (...request) =>
    fetch(...request).catch((thrown: unknown) => {
      if (!(thrown instanceof TypeError)) throw thrown
      throw new ConnectError(thrown.message, Code.Unavailable, undefined, undefined, thrown)
    })
}
