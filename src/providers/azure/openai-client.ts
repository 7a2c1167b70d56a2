import type { Account } from '../definition.ts'
import type { Transport } from '../http/transport.ts'
import { type Client, createClient } from '../openai/client.ts'
import type { AzureAuthentication } from '../options.ts'
import { secretOf } from './authentication.ts'
import { createDatedClient } from './dated-client.ts'

/**
 * Speaks to the resource by the interface without versions, `/openai/v1/`, unless a dated one is configured. `transport`
 * brings the token where there is one.
 */
export function createAzureClient(
  account: Account,
  authentication: AzureAuthentication | undefined,
  transport: Transport,
): Promise<Client> {
  const { options, baseUrl } = account
  const base = resourceOf(baseUrl)
  const apiVersion = options.azure?.apiVersion
  const headers = { ...credentialHeaders(authentication), ...account.headers }
  if (apiVersion !== undefined) return createDatedClient({ baseUrl: `${base}/openai`, apiVersion, headers }, transport)
  return createClient({ ...account, baseUrl: `${base}/openai/v1`, apiKey: undefined, headers }, transport)
}

/** The address of the resource, however much of the interface's own path the configuration adds to it. */
function resourceOf(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '').replace(/\/openai(\/v1)?$/, '')
}

/** Source: https://learn.microsoft.com/azure/foundry/openai/reference#authentication */
function credentialHeaders(authentication: AzureAuthentication | undefined): Record<string, string> {
  const secret = authentication && secretOf(authentication)?.reveal()
  if (secret === undefined) return {}
  return authentication?.kind === 'api_key' ? { 'api-key': secret } : { Authorization: `Bearer ${secret}` }
}
