import { create } from '@bufbuild/protobuf'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { ApiKeySchema } from '#gen/switchyard/v1/api_key_pb.js'
import { type Authenticate, createAuthenticator } from './access/authenticate.ts'
import { CertificateJudge } from './access/certificate-judge.ts'
import { Directory } from './access/directory.ts'
import { derivedSecret, passingSecretKey, secretKeyIn } from './access/secret-key.ts'
import { standingOf } from './access/standing.ts'
import { memberOf } from './access/tenancy.ts'
import type { TokenJudge } from './access/token-judge.ts'
import { newVirtualKey, virtualKeyDigest } from './access/virtual-key.ts'
import { type AuthenticationSettings, isOpen } from './config/access-settings.ts'
import type { Settings } from './config/settings.ts'
import type { Clock } from './core/clock.ts'
import type { GatewayError } from './core/errors.ts'
import { DEFAULT_TENANT, type Principal } from './core/principal.ts'
import type { Secret } from './core/secret.ts'
import type { ResourceRepository } from './resources/repository.ts'
import { Vault } from './secrets/vault.ts'

/** Who may call. */
export interface Identity {
  /** What tokens of pages are signed with. */
  readonly pageTokenKey: Secret
  readonly authenticate: Authenticate
  /** Why one who was let in may call no longer, by what is known of keys and tenants now; undefined: he may. */
  readonly standing: (principal: Principal) => GatewayError | undefined
  readonly directory: Directory
  /** Seals the keys of providers. */
  readonly vault: Vault
  /** The administrator's key that was made just now, to be shown once; undefined: none was needed. */
  readonly firstKey: Secret | undefined
  /**
   * Takes over what is stored, and makes the administrator's key if one is needed and was not made yet. Rejects with
   * STORE_UNAVAILABLE.
   */
  refresh(): Promise<void>
}

export interface IdentityOptions {
  readonly repository: ResourceRepository
  readonly clock: Clock
  /** Whether other processes change what is stored: it is then believed for a while only. */
  readonly shared: boolean
  /** False while the repository cannot be reached yet: `refresh` is then called as soon as it can be. Left out: true. */
  readonly isReadable?: boolean
}

/** Rejects with STORE_UNAVAILABLE; throws when the file of the service's own secret cannot be used. */
export async function openIdentity(
  { authentication, secretKey: given, previousSecretKey, store }: Settings,
  { repository, clock, shared, isReadable = true }: IdentityOptions,
): Promise<Identity> {
  const secretKey = given ?? ownSecretKey(store.url.reveal())
  const pepper = derivedSecret(secretKey, PEPPER)
  const previousPepper = previousSecretKey && derivedSecret(previousSecretKey, PEPPER)
  const directory = await Directory.open({ repository, pepper, previousPepper, clock, shared, isReadable })
  let firstKey: Secret | undefined
  const makeKeyIfNeeded = async () => {
    const needsKey = authentication.virtualKeys && !authentication.apiKey && directory.ring.size === 0
    if (needsKey) firstKey = await makeFirstKey(directory)
  }
  if (isReadable) await makeKeyIfNeeded()
  return {
    authenticate: await authenticatorOf(authentication, directory, { clock, shared }),
    standing: (principal) => standingOf(principal, directory),
    directory,
    get firstKey() {
      return firstKey
    },
    pageTokenKey: derivedSecret(secretKey, 'page tokens'),
    vault: vaultOf(secretKey, previousSecretKey),
    async refresh() {
      await directory.refresh()
      await makeKeyIfNeeded()
    },
  }
}

const PEPPER = 'virtual keys'
const SQLITE = 'sqlite:'

/** Beside the database, which is worth nothing without it. */
function ownSecretKey(storeUrl: string): Secret {
  if (!storeUrl.startsWith(SQLITE)) throw new Error('SWITCHYARD_SECRET_KEY must be set: the database has no file')
  const path = storeUrl.slice(SQLITE.length)
  return path === ':memory:' ? passingSecretKey() : secretKeyIn(`${path}.key`)
}

async function makeFirstKey(directory: Directory): Promise<Secret> {
  const { id, text } = newVirtualKey()
  const key = create(ApiKeySchema, {
    name: id,
    tenant: DEFAULT_TENANT,
    displayName: 'administrator',
    role: AccessRole.PLATFORM_ADMIN,
  })
  const digest = virtualKeyDigest(text.reveal(), directory.pepper)
  const cause = { principal: 'switchyard', action: 'api_key.create', traceId: '' }
  await directory.putKey({ key, digest, previousDigest: undefined }, undefined, cause)
  return text
}

async function authenticatorOf(
  settings: AuthenticationSettings,
  directory: Directory,
  { clock, shared }: Pick<IdentityOptions, 'clock' | 'shared'>,
): Promise<Authenticate> {
  const { apiKey, certificates, clientCertificates, staleLimitMs, tokenIssuers, virtualKeys } = settings
  const tokens = await tokenJudgeOf(tokenIssuers, clock)
  // Beside other credentials, certificates that are not listed only protect the connection.
  const certificatesAlone = !apiKey && !tokens && !virtualKeys
  const certificatesCount = clientCertificates && (certificates.length > 0 || certificatesAlone)
  return createAuthenticator({
    apiKey: apiKey?.reveal(),
    keys: directory.ring,
    tokens,
    certificates: certificatesCount ? new CertificateJudge(certificates) : undefined,
    member: (principal) => memberOf(directory.tenant(principal.tenant), principal),
    requireFresh: shared ? () => directory.requireFresh(staleLimitMs) : undefined,
    open: isOpen(settings),
  })
}

/** What checks tokens is large, and loaded only where there is an issuer. */
async function tokenJudgeOf(
  issuers: AuthenticationSettings['tokenIssuers'],
  clock: Clock,
): Promise<TokenJudge | undefined> {
  if (issuers.length === 0) return undefined
  const [{ TokenIssuer }, { TokenJudge }] = await Promise.all([
    import('./access/token-issuer.ts'),
    import('./access/token-judge.ts'),
  ])
  return new TokenJudge(
    issuers.map((issuer) => new TokenIssuer(issuer, clock)),
    clock,
  )
}

/** What was sealed before the service's secret was replaced opens still, as long as that is told too. */
function vaultOf(secretKey: Secret, previous: Secret | undefined): Vault {
  const keyOf = (secret: Secret) => derivedSecret(secret, 'credentials of providers')
  return new Vault(keyOf(secretKey), previous ? [keyOf(previous)] : [])
}
