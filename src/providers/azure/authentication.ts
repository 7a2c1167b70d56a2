import type { Secret } from '../../core/secret.ts'
import type { Account } from '../definition.ts'
import type { AzureAuthentication } from '../options.ts'
import { checkSecret } from '../wire/sdk.ts'

/** How an account proves who it is; undefined: not at all. Throws when what is configured cannot be sent or asked. */
export function authenticationOf(account: Account): AzureAuthentication | undefined {
  const { apiKey, name, options } = account
  const configured: AzureAuthentication | undefined =
    options.azure?.authentication ?? (apiKey && { kind: 'api_key', key: apiKey })
  checkSecret(name, configured && secretOf(configured))
  if (configured?.kind === 'entra') checkAuthority(name, configured.cloud.authorityHost)
  return configured
}

/** The key or token that every request carries; undefined when it changes or there is none. */
export function secretOf(authentication: AzureAuthentication): Secret | undefined {
  switch (authentication.kind) {
    case 'api_key':
      return authentication.key
    case 'bearer_token':
      return authentication.token
    case 'entra':
      return undefined
  }
}

/** The library insists on it as well, but only when the first token is wanted. */
function checkAuthority(name: string, authorityHost: string | undefined): void {
  if (authorityHost === undefined || /^https:\/\/[^/]/.test(authorityHost)) return
  throw new Error(`The authority host of the provider "${name}" must be an address that begins with https://.`)
}
