import type { TokenCredential, TokenCredentialOptions } from '@azure/identity'
import type { EntraCloud, EntraCredential } from '../options.ts'

type Identity = typeof import('@azure/identity')

/** How requests for tokens are made; a test that plays Entra ID gives its own. */
export type TokenRequests = Pick<TokenCredentialOptions, 'httpClient' | 'retryOptions'>

/**
 * The authority of the public cloud. It is always given, because the library takes a missing one from the environment.
 * Source: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 */
const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com'

/** How long the command `az` may take. */
const COMMAND_TIMEOUT_MS = 20_000

/** A dropped connection is smoothed over; an authority that is down is told at once, since calls are retried anyway. */
const ONE_RETRY = { maxRetries: 1, retryDelayInMs: 300 } as const

/** The metadata service of a machine wants the library's own patience: it may take seconds to be there. */
function asksMachine({ kind }: EntraCredential): boolean {
  return kind === 'managed_identity' || kind === 'default'
}

/** Opens a credential of Microsoft's library, which is loaded here, when an account needs it. */
export async function openCredential(
  credential: EntraCredential,
  cloud: EntraCloud,
  requests: TokenRequests,
): Promise<TokenCredential> {
  const identity = await import('@azure/identity')
  silence(identity)
  return make(identity, credential, {
    authorityHost: cloud.authorityHost ?? PUBLIC_AUTHORITY,
    disableInstanceDiscovery: cloud.disableInstanceDiscovery,
    loggingOptions: { logger: identity.logger.verbose },
    ...(asksMachine(credential) ? {} : { retryOptions: ONE_RETRY }),
    ...requests,
  })
}

type Options = TokenCredentialOptions & { readonly disableInstanceDiscovery: boolean }

function make(identity: Identity, credential: EntraCredential, options: Options): TokenCredential {
  switch (credential.kind) {
    case 'client_secret': {
      const { tenantId, clientId, secret } = credential
      return new identity.ClientSecretCredential(tenantId, clientId, secret.reveal(), options)
    }
    case 'workload_identity': {
      const { tenantId, clientId, tokenFile } = credential
      return new identity.WorkloadIdentityCredential({ ...options, tenantId, clientId, tokenFilePath: tokenFile })
    }
    case 'managed_identity': {
      const { clientId } = credential
      return new identity.ManagedIdentityCredential({ ...options, ...(clientId === undefined ? {} : { clientId }) })
    }
    case 'cli': {
      const { tenantId } = credential
      const processTimeoutInMs = COMMAND_TIMEOUT_MS
      return new identity.AzureCliCredential({ processTimeoutInMs, ...(tenantId === undefined ? {} : { tenantId }) })
    }
    case 'default':
      return new identity.DefaultAzureCredential(options)
  }
}

/** With `AZURE_LOG_LEVEL` set the library would print what the authority says, in a format that is not ours. */
function silence({ logger }: Identity): void {
  for (const level of [logger.error, logger.warning, logger.info, logger.verbose]) {
    level.enabled = false
    level.log = () => {}
  }
}
