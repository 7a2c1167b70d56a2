import { Agent } from 'undici'
import { Exchange } from './exchange.ts'
import type { ThinResponse } from './thin-response.ts'

export interface TransportSettings {
  /** To connect, name look-up and TLS included. */
  readonly connectTimeoutMs: number
  /** The most connections to one host at one time; further requests wait for one. */
  readonly maxConnections: number
  /** The largest body of a response. */
  readonly maxResponseBytes: number
}

/** A `fetch` for vendors' SDKs, over connections of its own. */
export interface Transport {
  /**
   * Resolves with a ThinResponse, typed as the SDKs want it. Redirects are not followed. Throws GatewayErrors, or the
   * signal's reason.
   */
  readonly fetch: typeof globalThis.fetch
  /** Closes all connections, cutting what is still under way. */
  close(): Promise<void>
}

/** An idle connection is closed before common servers close it under our next request (uvicorn after 5 s). */
const IDLE_CONNECTION_MS = 4000

/** How the SDKs call us: always with a method, headers of the platform's class, and a body that is text. */
interface SdkRequest {
  readonly method: string
  readonly headers: Headers
  readonly body?: string
  readonly callSignal?: AbortSignal
}

/**
 * The `fetchOptions` of a call to an SDK that bring the call's signal to our `fetch` as it is. An SDK that is given a
 * `signal` makes a controller and another signal of it for every call, which costs as much as the request itself.
 */
export function withSignal(signal: AbortSignal): Record<string, unknown> {
  return { callSignal: signal } satisfies Partial<SdkRequest>
}

export function createTransport(settings: TransportSettings): Transport {
  const agent = createAgent(settings)
  const send = (url: string, request: SdkRequest): Promise<ThinResponse> => {
    const { method, headers, body = null, callSignal } = request
    if (callSignal?.aborted) return Promise.reject(callSignal.reason)
    const exchange = new Exchange(settings, callSignal)
    const { origin, pathname, search } = new URL(url)
    agent.dispatch({ origin, path: pathname + search, method, headers: wireHeaders(headers), body }, exchange)
    return exchange.response
  }
  return {
    fetch: send as unknown as typeof globalThis.fetch,
    close: () => agent.destroy(),
  }
}

/** The phases of a call have timeouts of their own, so the client's are off. */
function createAgent(settings: TransportSettings): Agent {
  return new Agent({
    connections: settings.maxConnections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: settings.connectTimeoutMs, minVersion: 'TLSv1.2' },
  })
}

/** All but what the SDKs tell about the machine that they run on. */
function wireHeaders(headers: Headers): string[] {
  const list: string[] = []
  for (const [name, value] of headers) {
    if (!name.startsWith('x-stainless-')) list.push(name, value)
  }
  return list
}
