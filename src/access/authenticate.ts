import { hash, timingSafeEqual } from 'node:crypto'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import { operator, type Principal } from '../core/principal.ts'

/** What a connection says about the caller before it says anything. */
export interface Peer {
  /** The URI or DNS name in the client's certificate, when it showed one that the server trusts. */
  readonly certificateSubject?: string
}

/**
 * Tells who calls, from the head of the request alone, or throws UNAUTHENTICATED. `header` takes lower-case names; a
 * header that came more than once must be given with its values joined by `, `, so that it matches nothing.
 */
export type Authenticate = (header: (name: string) => string | undefined, peer: Peer) => Principal

export interface AuthenticationOptions {
  /** The key that callers must send. */
  readonly apiKey?: string | undefined
  /** Whether the ports demand client certificates; without an API key the certificate says who calls. */
  readonly requireClientCertificate: boolean
}

/** With neither a key nor certificates everyone is `local`: the configuration allows that on loopback only. */
export function createAuthenticator(options: AuthenticationOptions): Authenticate {
  if (options.apiKey !== undefined) return byApiKey(options.apiKey)
  if (options.requireClientCertificate) return byCertificate
  const local = operator('local', 'local')
  return () => local
}

function byApiKey(apiKey: string): Authenticate {
  if (apiKey === '') throw new Error('The API key must not be empty.')
  const expected = digest(apiKey)
  const principal = operator('api_key', 'api-key')
  return (header) => {
    const keys = presentedKeys(header)
    // Every key that was sent must be the right one: two credentials never pass because one of them would.
    if (keys.length === 0) throw unauthenticated('Send the API key as `authorization: Bearer …` or `x-api-key`.')
    for (const key of keys) {
      if (!timingSafeEqual(digest(key), expected)) throw unauthenticated('The API key is not valid.')
    }
    return principal
  }
}

function presentedKeys(header: (name: string) => string | undefined): string[] {
  const keys: string[] = []
  const authorization = header('authorization')
  if (authorization !== undefined) {
    const bearer = /^bearer +(\S+)$/i.exec(authorization)
    if (!bearer?.[1]) throw unauthenticated('The `authorization` header must be `Bearer` and the API key, once.')
    keys.push(bearer[1])
  }
  const apiKey = header('x-api-key')
  if (apiKey !== undefined) keys.push(apiKey)
  return keys
}

const byCertificate: Authenticate = (_header, peer) => {
  if (!peer.certificateSubject) {
    throw unauthenticated('The client certificate must carry a URI or DNS name as subject alternative name.')
  }
  return operator('certificate', peer.certificateSubject)
}

/** Digests have one length, so comparing them tells nothing about the key, not even how long it is. */
function digest(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError(ErrorReason.UNAUTHENTICATED, message)
}
