import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import type { TokenIssuerSettings } from '../../src/access/token-issuer.ts'
import { startUpstream, type Upstream } from './upstream.ts'

export const AUDIENCE = 'switchyard'

/** An identity provider on this machine. */
export interface PlayedIssuer {
  readonly upstream: Upstream
  readonly settings: TokenIssuerSettings
  /** Its public keys, as it serves them. */
  readonly keys: JWK[]
  /** A token signed by its key, good unless the claims say otherwise; `undefined` leaves a claim out. */
  sign(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
}

/** `now` is what its clock says, epoch milliseconds. */
export async function startTokenIssuer(now: () => number): Promise<PlayedIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const keys: JWK[] = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }]
  const upstream = await startUpstream((exchange) => exchange.sendJson(200, { keys }))
  const settings: TokenIssuerSettings = {
    name: 'corporate',
    issuer: upstream.url,
    audience: AUDIENCE,
    jwksUrl: `${upstream.url}/keys`,
    algorithms: ['ES256', 'RS256'],
    tenantClaim: '',
    tenant: 'default',
    roleClaim: '',
    role: 'caller',
    projectClaim: '',
  }
  return {
    upstream,
    settings,
    keys,
    sign(claims = {}, header = {}) {
      const seconds = Math.floor(now() / 1000)
      const payload: JWTPayload = {
        iss: settings.issuer,
        aud: AUDIENCE,
        sub: 'ada',
        iat: seconds,
        exp: seconds + 600,
        ...claims,
      }
      return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(privateKey)
    },
  }
}
