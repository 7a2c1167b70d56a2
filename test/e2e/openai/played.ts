import OpenAI, { type ClientOptions } from 'openai'
import { openApp, playedProvider, type RunningApp } from '../../support/app.ts'
import { openUpstream, type Upstream, type UpstreamHandler } from '../../support/upstream.ts'

/** OpenAI's own client, pointed at the service as any program would point it. */
export function openaiOf({ webAddress }: Pick<RunningApp, 'webAddress'>, options: ClientOptions = {}): OpenAI {
  return new OpenAI({ baseURL: `http://${webAddress}/v1`, apiKey: 'sk-anything', maxRetries: 0, ...options })
}

export interface Played {
  readonly app: RunningApp
  readonly client: OpenAI
  readonly upstream: Upstream
}

/** The service before a played vendor, without retries of its own, and OpenAI's client before the service. */
export async function openPlayed(handler: UpstreamHandler, options: ClientOptions = {}): Promise<Played> {
  const upstream = await openUpstream(handler)
  const app = await openApp({ providers: [playedProvider(upstream.url)], retry: { max_retries: 0 } })
  return { app, client: openaiOf(app, options), upstream }
}

/** The error that a call ends with. Fails when it succeeds. */
export async function apiErrorOf(call: PromiseLike<unknown>) {
  const thrown = await Promise.resolve(call).then(
    () => new Error('The call succeeded.'),
    (error: unknown) => error,
  )
  if (!(thrown instanceof OpenAI.APIError)) throw thrown
  const { status, type, param, code, requestID } = thrown
  const { reason } = (thrown.error ?? {}) as { reason?: string }
  return { name: thrown.constructor.name, status, type, param, code, reason, requestID, message: thrown.message }
}

/** Sends a body by hand, which may be anything. */
export function postTo(
  { webAddress }: Pick<RunningApp, 'webAddress'>,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
) {
  return fetch(`http://${webAddress}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
}
