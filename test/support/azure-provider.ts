import { Secret } from '../../src/core/secret.ts'
import { createAzureProvider } from '../../src/providers/azure/adapter.ts'
import type { AzureAuthentication } from '../../src/providers/options.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from './account.ts'

export const AZURE_KEY: AzureAuthentication = { kind: 'api_key', key: new Secret('azure-key-0123456789') }

export interface AzureChoices extends AccountChoices {
  readonly apiVersion?: string
  readonly authentication?: AzureAuthentication
}

/** A resource of Azure OpenAI at an upstream of the test, by its key. */
export function azureProvider(url: string, choices: AzureChoices = {}): Promise<Provider> {
  const { apiVersion, authentication = AZURE_KEY, ...account } = choices
  return createAzureProvider(accountAt(url, { options: { azure: { apiVersion, authentication } }, ...account }))
}
