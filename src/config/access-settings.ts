import type { Authentication, CertificateIdentity, TokenIssuer } from '#gen/switchyard/config/v1/access_pb.js'
import { AccessRole } from '#gen/switchyard/v1/access_pb.js'
import { DEFAULT_TENANT, type Role } from '../core/principal.ts'
import { Secret } from '../core/secret.ts'
import { isLoopback } from './address.ts'
import { callerKey } from './api-keys.ts'
import { type EnvironmentValues, readVariable } from './environment.ts'
import type { FaultList } from './faults.ts'
import { milliseconds } from './milliseconds.ts'

/** Without any of it, both addresses are loopback ones. */
export interface AuthenticationSettings {
  /** The operator's own. */
  readonly apiKey: Secret | undefined
  /** Whether `listen.tls.clientCaFile` makes every caller show a certificate. */
  readonly clientCertificates: boolean
  /** Empty: whoever shows a good certificate is a caller of the default tenant. */
  readonly certificates: readonly CertificateSettings[]
  readonly tokenIssuers: readonly TokenIssuerSettings[]
  /** Whether callers must be known even while there is no virtual key. */
  readonly virtualKeys: boolean
  /** How long keys and tenants are believed that cannot be read again. */
  readonly staleLimitMs: number
}

export interface CertificateSettings {
  readonly name: string
  readonly tenant: string
  readonly role: Role
  readonly user: string
  readonly project: string
}

/** A claim that is empty is not read. */
export interface TokenIssuerSettings {
  readonly name: string
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: string
  /** At least one. */
  readonly algorithms: readonly string[]
  readonly tenant: string
  readonly tenantClaim: string
  readonly role: Role
  readonly roleClaim: string
  readonly projectClaim: string
}

const STALE_LIMIT_MS = 60_000

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']

const ROLES: Readonly<Record<AccessRole, Role>> = {
  [AccessRole.UNSPECIFIED]: 'caller',
  [AccessRole.PLATFORM_ADMIN]: 'platform_admin',
  [AccessRole.TENANT_ADMIN]: 'tenant_admin',
  [AccessRole.VIEWER]: 'viewer',
  [AccessRole.CALLER]: 'caller',
}

export function toAuthentication(
  authentication: Authentication | undefined,
  clientCertificates: boolean,
  environment: EnvironmentValues,
  faults: FaultList,
): AuthenticationSettings {
  const { apiKeyEnv = '', certificates = [], tokenIssuers = [], virtualKeys = false, staleLimit } = authentication ?? {}
  if (certificates.length > 0 && !clientCertificates) {
    faults.add('authentication.certificates', 'nobody shows a certificate unless `listen.tls.client_ca_file` is set')
  }
  unique(
    'authentication.certificates',
    certificates.map(({ name }) => name),
    faults,
  )
  unique(
    'authentication.token_issuers',
    tokenIssuers.map(({ issuer }) => issuer),
    faults,
    'issuer',
  )
  unique(
    'authentication.token_issuers',
    tokenIssuers.map(({ name }) => name),
    faults,
  )
  return {
    apiKey: callerKey(apiKeyEnv, environment, faults),
    clientCertificates,
    certificates: certificates.map(toCertificate),
    tokenIssuers: tokenIssuers.map((issuer, index) => toTokenIssuer(issuer, index, faults)),
    virtualKeys,
    staleLimitMs: milliseconds(staleLimit, STALE_LIMIT_MS),
  }
}

/** Whether nobody is asked who he is, as things are configured. */
export function isOpen({ apiKey, clientCertificates, tokenIssuers, virtualKeys }: AuthenticationSettings): boolean {
  return !apiKey && !clientCertificates && tokenIssuers.length === 0 && !virtualKeys
}

/** Shorter ones can be guessed. */
const MIN_SECRET_KEY_LENGTH = 32
const SECRET_KEY = 'SWITCHYARD_SECRET_KEY'

const PREVIOUS_SECRET_KEY = 'SWITCHYARD_SECRET_KEY_PREVIOUS'
const ADVICE = 'make one with `openssl rand -hex 32`'

/** Undefined: it is kept beside the database's file. A database that has none, and that replicas share, must be told it. */
export function toSecretKey(environment: EnvironmentValues, storeUrl: string, faults: FaultList): Secret | undefined {
  const value = readVariable(environment, SECRET_KEY)
  if (value === undefined) {
    if (!/^postgres(ql)?:/.test(storeUrl)) return undefined
    faults.add(SECRET_KEY, `must be set where the store is PostgreSQL, for all replicas the same; ${ADVICE}`)
  }
  return longEnough(SECRET_KEY, value, faults)
}

/** What the secret was, or is going to be: what was protected with it is read, and protected anew. */
export function toPreviousSecretKey(environment: EnvironmentValues, faults: FaultList): Secret | undefined {
  return longEnough(PREVIOUS_SECRET_KEY, readVariable(environment, PREVIOUS_SECRET_KEY), faults)
}

function longEnough(variable: string, value: string | undefined, faults: FaultList): Secret | undefined {
  if (value === undefined) return undefined
  if (value.length < MIN_SECRET_KEY_LENGTH) {
    faults.add(variable, `must have at least ${MIN_SECRET_KEY_LENGTH} characters; ${ADVICE}`)
  }
  return new Secret(value)
}

function toCertificate({ name, tenant, role, user, project }: CertificateIdentity): CertificateSettings {
  return { name, tenant: tenant || DEFAULT_TENANT, role: ROLES[role], user, project }
}

function toTokenIssuer(issuer: TokenIssuer, index: number, faults: FaultList): TokenIssuerSettings {
  const { name, audience, jwksUrl, algorithms, tenant, tenantClaim, role, roleClaim, projectClaim } = issuer
  const complaint = complaintAbout(jwksUrl)
  const field = `authentication.token_issuers[${index}].jwks_url`
  if (complaint && !faults.has(field)) faults.add(field, complaint)
  return {
    name,
    issuer: issuer.issuer,
    audience,
    jwksUrl,
    algorithms: algorithms.length === 0 ? ALGORITHMS : algorithms,
    tenant: tenant || DEFAULT_TENANT,
    tenantClaim,
    role: ROLES[role],
    roleClaim,
    projectClaim,
  }
}

/** Who changes the keys on their way decides who calls. */
function complaintAbout(jwksUrl: string): string | undefined {
  if (!URL.canParse(jwksUrl)) return 'must be a URL, for example `https://login.example.com/keys`'
  const { protocol, hostname, username, password } = new URL(jwksUrl)
  if (username !== '' || password !== '') return 'must not hold a name or password'
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return undefined
  return 'must begin with `https://`'
}

function unique(list: string, values: readonly string[], faults: FaultList, field = 'name'): void {
  values.forEach((value, index) => {
    const path = `${list}[${index}].${field}`
    if (values.indexOf(value) < index && !faults.has(path)) faults.add(path, 'stands twice in the list')
  })
}
