import type { Account } from '../definition.ts'
import { createTransport, type Transport } from '../http/transport.ts'
import type { AzureAuthentication } from '../options.ts'
import { authenticationOf, secretOf } from './authentication.ts'
import { authorizedTransport } from './authorized-transport.ts'
import type { TokenRequests } from './credentials.ts'
import { shareTokenSource } from './token-sources.ts'

/** An account with what is needed to speak for it. */
export interface AuthenticatedAccount {
  /** Its `apiKey` is what errors must not repeat. */
  readonly account: Account
  readonly authentication: AzureAuthentication | undefined
  /** Brings the token where there is one. */
  readonly transport: Transport
}

/** Closing the transport gives back the source of tokens. */
export function authenticate(account: Account, requests: TokenRequests): AuthenticatedAccount {
  const authentication = authenticationOf(account)
  const plain = createTransport({ ...account.limits })
  const shown = { ...account, apiKey: authentication && secretOf(authentication) }
  if (authentication?.kind !== 'entra') return { account: shown, authentication, transport: plain }
  const { credential, cloud } = authentication
  const tokens = shareTokenSource(credential, cloud, account.clock, requests)
  return { account: shown, authentication, transport: authorizedTransport(plain, tokens, account.clock) }
}
