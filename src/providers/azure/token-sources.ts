import { createHash } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import type { EntraCloud, EntraCredential } from '../options.ts'
import type { TokenRequests } from './credentials.ts'
import { EntraIssuer } from './token-issuer.ts'
import { TokenSource } from './token-source.ts'

/** A source of tokens that several accounts may use. */
export interface SharedTokenSource {
  readonly source: TokenSource
  /** To be called by each that got it, when it needs no more tokens; harmless a second time. */
  release(): void
}

interface Entry {
  readonly source: TokenSource
  users: number
}

/** The sources in use, by identity: regions of one resource, and a configuration and its successor, share theirs. */
const entries = new Map<string, Entry>()

/** The one source of this identity in the process. */
export function shareTokenSource(
  credential: EntraCredential,
  cloud: EntraCloud,
  clock: Clock,
  requests: TokenRequests = {},
): SharedTokenSource {
  const key = identityOf(credential, cloud)
  const entry = entries.get(key) ?? {
    source: new TokenSource(new EntraIssuer(credential, cloud, clock, requests), clock),
    users: 0,
  }
  entry.users += 1
  entries.set(key, entry)
  let isReleased = false
  const release = () => {
    if (!isReleased) entry.users -= 1
    isReleased = true
    if (entry.users === 0) entries.delete(key)
  }
  return { source: entry.source, release }
}

/** A hash, since the secret is part of it. */
function identityOf(credential: EntraCredential, cloud: EntraCloud): string {
  const secret = credential.kind === 'client_secret' ? credential.secret.reveal() : undefined
  const { scope, authorityHost, disableInstanceDiscovery } = cloud
  const identity = JSON.stringify([credential, secret, scope, authorityHost, disableInstanceDiscovery])
  return createHash('sha256').update(identity).digest('base64')
}
