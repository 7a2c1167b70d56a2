import type { AzureOptions } from '../../src/providers/options.ts'
import { load } from './load-config.ts'

export const HOME = 'https://home.openai.azure.com'
export const OTHER = 'https://other.openai.azure.com'

export type Environment = Record<string, string>

export const atHome = { AZURE_OPENAI_ENDPOINT: HOME }
export const application = { AZURE_TENANT_ID: 'tenant', AZURE_CLIENT_ID: 'client' }

/** A file with one provider at Azure. */
export function azure(fields: string, address = HOME): string {
  return `providers: [{name: az, adapter: azure, base_url: "${address}", models: [gpt-4.1], ${fields}}]`
}

/** What is made of it for its first address, with secrets in the open. */
export function optionsIn(text: string, environment: Environment = {}): unknown {
  return revealed(load(text, environment).providers[0]?.endpoints[0]?.options.azure)
}

export function revealed(options: AzureOptions | undefined): unknown {
  const { authentication, apiVersion } = options ?? {}
  switch (authentication?.kind) {
    case 'api_key':
      return { key: authentication.key.reveal(), apiVersion }
    case 'bearer_token':
      return { token: authentication.token.reveal(), apiVersion }
    case 'entra':
      return { ...authentication.cloud, ...authentication.credential, apiVersion }
    default:
      return undefined
  }
}
