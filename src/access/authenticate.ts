import { hash, timingSafeEqual } from 'node:crypto'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import { operator, type Principal } from '../core/principal.ts'
import type { CertificateJudge } from './certificate-judge.ts'
import type { KeyRing } from './key-ring.ts'
import type { TokenJudge } from './token-judge.ts'
import { isVirtualKey } from './virtual-key.ts'

/** What a connection says about the caller before it says anything. */
export interface Peer {
  /** The URI or DNS name in the client's certificate, when it showed one that the server trusts. */
  readonly certificateSubject?: string
}

/** Takes lower-case names; a header that came more than once has its values joined by `, `, so that it matches nothing. */
export type ReadHeader = (name: string) => string | undefined

/**
 * Tells who calls, from the head of the request alone, or throws or rejects with UNAUTHENTICATED, or with
 * AUTHENTICATION_UNAVAILABLE. It takes a promise only to check a token that was not checked lately.
 */
export type Authenticate = (header: ReadHeader, peer: Peer) => Principal | Promise<Principal>

/** What is accepted. What is left out is not. */
export interface AuthenticationOptions {
  /** The operator's own key. */
  readonly apiKey?: string | undefined
  readonly keys?: KeyRing | undefined
  readonly tokens?: TokenJudge | undefined
  readonly certificates?: CertificateJudge | undefined
  /** The principal as a member of its tenant. Throws UNAUTHENTICATED. Left out: whatever tenant it names is its. */
  readonly member?: ((principal: Principal) => Principal) | undefined
  /**
   * Throws AUTHENTICATION_UNAVAILABLE when it is too long ago that the keys and tenants were read which other processes
   * change too. Left out: none do.
   */
  readonly requireFresh?: (() => void) | undefined
  /** Whether everyone is `local`, whatever they send, until there is a virtual key. Only on loopback addresses. */
  readonly open: boolean
}

export function createAuthenticator(options: AuthenticationOptions): Authenticate {
  const { certificates, keys, open, requireFresh } = options
  const member = checkedMember(options)
  const local = operator('local', 'local')
  const judge = credentialJudge(options, member)
  return (header, peer) => {
    if (open) {
      requireFresh?.()
      if (!keys || keys.size === 0) return local
    }
    const credentials = credentialsIn(header)
    if (credentials.length > 1) return agreeing(credentials, judge)
    if (credentials[0] !== undefined) return judge(credentials[0])
    if (certificates) return member(certificates.judge(peer))
    throw unauthenticated('Send an API key or a token as `authorization: Bearer …` or `x-api-key`.')
  }
}

/** Whether the tenant that a token or certificate names is one, and not disabled, is known by what was read last. */
function checkedMember({ member, requireFresh }: AuthenticationOptions): (principal: Principal) => Principal {
  if (!member) return (principal) => principal
  return (principal) => {
    requireFresh?.()
    return member(principal)
  }
}

type CredentialJudge = (credential: string) => Principal | Promise<Principal>

/** One credential, by its form: what is no key of ours can only be a token. */
function credentialJudge(
  { apiKey, keys, tokens, requireFresh }: AuthenticationOptions,
  member: (principal: Principal) => Principal,
): CredentialJudge {
  if (apiKey === '') throw new Error('The API key must not be empty.')
  const expected = apiKey === undefined ? undefined : digest(apiKey)
  const owner = operator('api_key', 'api-key')
  return (credential) => {
    if (expected && timingSafeEqual(digest(credential), expected)) return owner
    if (keys && isVirtualKey(credential)) {
      requireFresh?.()
      const verdict = keys.judge(credential)
      if ('refusal' in verdict) throw unauthenticated(verdict.refusal)
      return verdict.principal
    }
    if (tokens) {
      const principal = tokens.judge(credential)
      return principal instanceof Promise ? principal.then(member) : member(principal)
    }
    throw unauthenticated('The API key is not valid.')
  }
}

function credentialsIn(header: ReadHeader): string[] {
  const credentials: string[] = []
  const authorization = header('authorization')
  if (authorization !== undefined) {
    const bearer = /^bearer +(\S+)$/i.exec(authorization)
    if (!bearer?.[1]) throw unauthenticated('The `authorization` header must be `Bearer` and the credential, once.')
    credentials.push(bearer[1])
  }
  const apiKey = header('x-api-key')
  if (apiKey !== undefined) credentials.push(apiKey)
  return credentials
}

/** Every credential that was sent must be good, and of the same caller: two never pass because one of them would. */
async function agreeing(credentials: readonly string[], judge: CredentialJudge): Promise<Principal> {
  const [first, second] = await Promise.all(credentials.map(async (credential) => judge(credential)))
  if (first && first.id === second?.id) return first
  throw unauthenticated('The two credentials are of different callers; send one.')
}

/** Digests have one length, so comparing them tells nothing about the key, not even how long it is. */
function digest(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError(ErrorReason.UNAUTHENTICATED, message)
}
