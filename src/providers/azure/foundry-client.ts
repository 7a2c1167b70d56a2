import type { AnthropicFoundry } from '@anthropic-ai/foundry-sdk'
import { type Client, PATHS, type Path } from '../anthropic/client.ts'
import { versionOf } from '../anthropic/versions.ts'
import type { Account } from '../definition.ts'
import { type Endpoint, endpointOf, type Transport } from '../http/transport.ts'
import type { AzureAuthentication } from '../options.ts'
import { dropForeignHeaders } from '../wire/sdk.ts'
import { secretOf } from './authentication.ts'

/**
 * Speaks to Claude on a Foundry resource. The vendor's SDK makes the addresses and headers, once for each path;
 * `transport` brings the token where there is one.
 * Source: https://platform.claude.com/docs/build-with-claude/claude-in-microsoft-foundry
 */
export async function createFoundryClient(
  account: Account,
  authentication: AzureAuthentication | undefined,
  transport: Transport,
): Promise<Client> {
  const client = await sdkOf(account, authentication)
  const messages = await endpoint(client, PATHS.messages)
  const countTokens = await endpoint(client, PATHS.countTokens)
  return {
    post: (path, body, signal, headers) =>
      transport.post(path === PATHS.messages ? messages : countTokens, JSON.stringify(body), signal, headers),
    close: () => transport.close(),
  }
}

async function endpoint(client: AnthropicFoundry, path: Path): Promise<Endpoint> {
  const { url, req } = await client.buildRequest({ method: 'post', path, body: {} })
  return endpointOf(url, req.headers)
}

/** Every option is given, because the SDK takes what is missing from the environment, or refuses what it finds there. */
async function sdkOf(account: Account, authentication: AzureAuthentication | undefined): Promise<AnthropicFoundry> {
  const { AnthropicFoundry } = await import('@anthropic-ai/foundry-sdk')
  const defaultHeaders = { 'x-api-key': null, ...headersOf(account, authentication) }
  const client = new AnthropicFoundry({
    baseURL: resourceOf(account.baseUrl),
    resource: null,
    apiKey: 'none',
    webhookKey: null,
    defaultHeaders,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
  })
  dropForeignHeaders(client, defaultHeaders)
  return client
}

function headersOf(account: Account, authentication: AzureAuthentication | undefined) {
  const secret = authentication && secretOf(authentication)?.reveal()
  const isKey = authentication?.kind === 'api_key'
  return {
    'anthropic-version': versionOf(account),
    ...(secret === undefined ? {} : isKey ? { 'x-api-key': secret } : { Authorization: `Bearer ${secret}` }),
    ...account.headers,
  }
}

/** The address of Claude on the resource, whether or not the configuration names the last step. */
function resourceOf(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, '').replace(/\/anthropic(\/v1)?$/, '')}/anthropic`
}
