import type { Clock } from '../../core/clock.ts'
import { type Endpoint, type Transport, withHeader } from '../http/transport.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import type { SharedTokenSource } from './token-sources.ts'

/**
 * Sends every request with a token of the source. A token that Azure refuses is dropped, another one is fetched and tried
 * once: permissions change and keys are rolled while tokens still have an hour to live.
 */
export function authorizedTransport(transport: Transport, tokens: SharedTokenSource, clock: Clock): Transport {
  const { source } = tokens

  async function authorized(endpoint: Endpoint, signal: AbortSignal, send: Send): Promise<UpstreamResponse> {
    const token = await source.token(signal)
    const response = await send(withToken(endpoint, token))
    if (response.status !== 401) return response
    const another = await renewed(response, token, signal)
    if (another === token) return response
    void response.body.release(clock)
    return send(withToken(endpoint, another))
  }

  async function renewed(response: UpstreamResponse, refused: string, signal: AbortSignal): Promise<string> {
    try {
      return await source.renew(refused, signal)
    } catch (thrown) {
      response.body.destroy()
      throw thrown
    }
  }

  return {
    post: (endpoint, body, signal, headers) =>
      authorized(endpoint, signal, (tokened) => transport.post(tokened, body, signal, headers)),
    get: (endpoint, signal) => authorized(endpoint, signal, (tokened) => transport.get(tokened, signal)),
    close() {
      tokens.release()
      return transport.close()
    },
  }
}

type Send = (endpoint: Endpoint) => Promise<UpstreamResponse>

function withToken(endpoint: Endpoint, token: string): Endpoint {
  return withHeader(endpoint, 'authorization', `Bearer ${token}`)
}
