import type { Account } from '../definition.ts'
import { providerOf } from '../openai/adapter.ts'
import type { Provider } from '../provider.ts'
import { authenticate } from './authenticate.ts'
import type { TokenRequests } from './credentials.ts'
import { azureKind } from './kinds.ts'
import { createAzureClient } from './openai-client.ts'

/**
 * A resource of Azure OpenAI or of AI Foundry. A call's model is the name of a deployment. It has no list of models: that
 * of Azure tells what could be deployed, not what is.
 */
export async function createAzureProvider(account: Account, requests: TokenRequests = {}): Promise<Provider> {
  const authenticated = authenticate(account, requests)
  const client = await createAzureClient(authenticated.account, authenticated.authentication, authenticated.transport)
  const kind = azureKind(account.options.azure?.apiVersion)
  const { listModels: _, ...provider } = providerOf(authenticated.account, kind, client)
  return provider
}
