import { Agent } from 'undici'
import { Exchange } from './exchange.ts'
import { type Guard, guardedConnector } from './guarded-connect.ts'
import { Slots } from './slots.ts'
import type { UpstreamResponse } from './upstream-response.ts'

export interface TransportSettings {
  /** To connect, name look-up and TLS included. */
  readonly connectTimeoutMs: number
  /** The most connections to one host at one time; further requests wait for one. */
  readonly maxConnections: number
  /** The largest body of a response. */
  readonly maxResponseBytes: number
  /** Undefined: any address may be reached. */
  readonly guard?: Guard | undefined
}

/** What all requests to one address have in common. */
export interface Endpoint {
  readonly origin: string
  /** With the query. */
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
}

/** Requests to a provider, over connections of its own. */
export interface Transport {
  /**
   * Resolves with the response, whatever its status. Redirects are not followed. An abort of the signal closes the
   * connection at once; its reason is what is thrown then, and a GatewayError otherwise. `headers` go with this request
   * alone.
   */
  post(
    endpoint: Endpoint,
    body: string,
    signal: AbortSignal,
    headers?: readonly string[] | undefined,
  ): Promise<UpstreamResponse>
  /** The same without a body. */
  get(endpoint: Endpoint, signal: AbortSignal): Promise<UpstreamResponse>
  /** Closes all connections, cutting what is still under way. */
  close(): Promise<void>
}

/** An idle connection is closed before common servers close it under our next request (uvicorn after 5 s). */
const IDLE_CONNECTION_MS = 4000

export function createTransport(settings: TransportSettings): Transport {
  const agent = createAgent(settings)
  const slots = new Slots(settings.maxConnections)
  const giveBack = () => slots.give()

  function dispatch(endpoint: Endpoint, request: Request, signal: AbortSignal): Promise<UpstreamResponse> {
    if (signal.aborted) return Promise.reject(signal.reason)
    return slots.take() ? exchange(endpoint, request, signal) : waitAndExchange(endpoint, request, signal)
  }

  async function waitAndExchange(endpoint: Endpoint, request: Request, signal: AbortSignal) {
    await slots.wait(signal)
    if (signal.aborted) {
      slots.give()
      throw signal.reason
    }
    return exchange(endpoint, request, signal)
  }

  /** Only with a slot, so that the client has a connection for it: its own line cannot be left. */
  function exchange({ origin, path, headers }: Endpoint, request: Request, signal: AbortSignal) {
    const exchange = new Exchange(settings, signal, giveBack)
    agent.dispatch({ origin, path, headers: headers as string[], ...request }, exchange)
    return exchange.response
  }

  return {
    post: (endpoint, body, signal, headers) =>
      dispatch(headers ? withHeaders(endpoint, headers) : endpoint, { method: 'POST', body }, signal),
    get: (endpoint, signal) => dispatch(endpoint, { method: 'GET', body: null }, signal),
    close: () => agent.destroy(),
  }
}

type Request = { readonly method: 'GET' | 'POST'; readonly body: string | null }

/** The same with a header whose value changes from request to request, such as a token. */
export function withHeader(endpoint: Endpoint, name: string, value: string): Endpoint {
  return withHeaders(endpoint, [name, value])
}

function withHeaders(endpoint: Endpoint, headers: readonly string[]): Endpoint {
  return { ...endpoint, headers: [...endpoint.headers, ...headers] }
}

/** The endpoint of a request that a vendor's SDK made, without what the SDK tells about the machine it runs on. */
export function endpointOf(url: string, headers: Headers): Endpoint {
  const { origin, pathname, search } = new URL(url)
  const sent = [...headers].filter(([name]) => !name.startsWith('x-stainless-'))
  return { origin, path: pathname + search, headers: sent.flat() }
}

/** The phases of a call have timeouts of their own, so the client's are off. */
function createAgent(settings: TransportSettings): Agent {
  const connect = { timeout: settings.connectTimeoutMs, minVersion: 'TLSv1.2' } as const
  return new Agent({
    connections: settings.maxConnections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    connect: settings.guard ? guardedConnector({ ...connect, allowH2: false }, settings.guard) : connect,
  })
}
