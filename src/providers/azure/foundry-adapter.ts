import { providerOf } from '../anthropic/adapter.ts'
import type { Account } from '../definition.ts'
import type { Provider } from '../provider.ts'
import { authenticate } from './authenticate.ts'
import type { TokenRequests } from './credentials.ts'
import { createFoundryClient } from './foundry-client.ts'

/** Claude on a Foundry resource. A call's model is the name of a deployment. */
export async function createFoundryAnthropicProvider(
  account: Account,
  requests: TokenRequests = {},
): Promise<Provider> {
  const authenticated = authenticate(account, requests)
  const client = await createFoundryClient(authenticated.account, authenticated.authentication, authenticated.transport)
  return providerOf(authenticated.account, client)
}
