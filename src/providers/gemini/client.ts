import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'
import type { Account } from '../definition.ts'
import type { Endpoint, Transport } from '../http/transport.ts'
import type { UpstreamResponse } from '../http/upstream-response.ts'
import { checkSecret } from '../wire/sdk.ts'
import { type Endpoints, learnEndpoints, type Method } from './endpoints.ts'
import { GoogleCredentials } from './google-credentials.ts'

/** Sends requests to one account. Resolves with the response, whatever its status; throws a GatewayError or the signal's reason. */
export interface Client {
  /** `headers` go with this request alone. */
  post(
    method: Method,
    model: string,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    headers?: readonly string[] | undefined,
  ): Reply
  /** A page of the models; the token is empty for the first. */
  models(pageToken: string, signal: AbortSignal): Reply
  /** Closes its connections. */
  close(): Promise<void>
}

type Reply = Promise<UpstreamResponse>

/** Without a key, Vertex AI is spoken to by Google's application default credentials, which exist for it alone. */
export async function createClient(account: Account, transport: Transport): Promise<Client> {
  checkSecret(account.name, account.apiKey)
  const endpoints = await learnEndpoints(account)
  const isKeyless = account.options.gemini?.vertex !== undefined && account.apiKey === undefined
  const credentials = isKeyless ? await GoogleCredentials.load(account) : undefined
  const authorized = async (endpoint: Endpoint, signal: AbortSignal) =>
    credentials ? credentials.authorize(endpoint, signal) : endpoint
  return {
    async post(method, model, body, signal, headers) {
      const endpoint = await endpointFor(endpoints, method, model, account.name)
      return transport.post(await authorized(endpoint, signal), JSON.stringify(body), signal, headers)
    },
    async models(pageToken, signal) {
      const { path, ...first } = endpoints.models
      const page = pageToken === '' ? path : `${path}&pageToken=${encodeURIComponent(pageToken)}`
      return transport.get(await authorized({ ...first, path: page }, signal), signal)
    },
    close: () => transport.close(),
  }
}

async function endpointFor(endpoints: Endpoints, method: Method, model: string, provider: string): Promise<Endpoint> {
  try {
    return await endpoints.of(method, model)
  } catch (cause) {
    const message = `The provider "${provider}" cannot have a model of that name.`
    throw new GatewayError(ErrorReason.MODEL_NOT_FOUND, message, { cause })
  }
}
