import type { AzureOpenAI } from 'openai'
import type { Endpoint, Transport } from '../http/transport.ts'
import { type Client, endpoint, type Path } from '../openai/client.ts'
import { dropForeignHeaders } from '../wire/sdk.ts'

export interface DatedInterface {
  /** With `/openai` at its end. */
  readonly baseUrl: string
  /** Such as `2024-10-21`. */
  readonly apiVersion: string
  /** The credential among them, when it does not change. */
  readonly headers: Readonly<Record<string, string>>
}

/** Addresses that are remembered: far more than an account has deployments. */
const MAX_REMEMBERED = 256

/**
 * The interface with dated versions, where the deployment is part of most addresses. They are made by the vendor's SDK,
 * once for each path and deployment. Source: https://learn.microsoft.com/azure/foundry/openai/reference
 */
export async function createDatedClient(dated: DatedInterface, transport: Transport): Promise<Client> {
  const client = await sdkOf(dated)
  const remembered = new Map<string, Endpoint>()

  async function endpointFor(path: Path, model: unknown): Promise<Endpoint> {
    const key = `${path}\n${model}`
    const known = remembered.get(key)
    if (known) return known
    const made = await endpoint(client, 'post', path, { model })
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(key, made)
    return made
  }

  const models = await endpoint(client, 'get', '/models')
  return {
    async post(path, body, signal, headers) {
      return transport.post(await endpointFor(path, body.model), JSON.stringify(body), signal, headers)
    },
    get: (_, signal) => transport.get(models, signal),
    close: () => transport.close(),
  }
}

/** Every option is given, because the SDK takes what is missing from the environment, or refuses what it finds there. */
async function sdkOf({ baseUrl, apiVersion, headers }: DatedInterface): Promise<AzureOpenAI> {
  const { AzureOpenAI } = await import('openai')
  const defaultHeaders = { 'api-key': null, Authorization: null, ...headers }
  const client = new AzureOpenAI({
    baseURL: baseUrl,
    apiVersion,
    apiKey: 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders,
    maxRetries: 0,
    logLevel: 'off',
  })
  dropForeignHeaders(client, defaultHeaders)
  return client
}
