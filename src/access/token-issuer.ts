import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { Principal, Role } from '../core/principal.ts'
import { grantOf, isRole } from './roles.ts'

/** Who may say who calls, and what of its tokens is believed. */
export interface TokenIssuerSettings {
  /** The operator's short name for it; part of the ids of its principals. */
  readonly name: string
  /** Must be the token's `iss` to the letter. */
  readonly issuer: string
  /** Must be among the token's `aud`. */
  readonly audience: string
  /** Where its public keys are. */
  readonly jwksUrl: string
  /** The only ones accepted, whatever a token says of itself; none with a shared secret. */
  readonly algorithms: readonly string[]
  /** The claim that names the tenant; empty: all are of `tenant`. */
  readonly tenantClaim: string
  readonly tenant: string
  /** The claim that names the role; empty: all have `role`. */
  readonly roleClaim: string
  readonly role: Role
  /** The claim that names the project; empty: none. */
  readonly projectClaim: string
}

/** A principal and until when its token says so, epoch milliseconds. */
export interface TokenVerdict {
  readonly principal: Principal
  readonly expireTime: number
}

/** Clocks of other machines may differ so much, seconds. */
const CLOCK_TOLERANCE_S = 60

/** What a name in a token may look like: it goes into logs, the ledger and filters. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:@/|+-]{0,127}$/

/** Checks the tokens of one issuer. Its keys are fetched when they are needed, and kept for ten minutes. */
export class TokenIssuer {
  readonly settings: TokenIssuerSettings
  readonly #keys: ReturnType<typeof createRemoteJWKSet>
  readonly #clock: Clock

  constructor(settings: TokenIssuerSettings, clock: Clock) {
    this.settings = settings
    this.#keys = createRemoteJWKSet(new URL(settings.jwksUrl))
    this.#clock = clock
  }

  /** Throws UNAUTHENTICATED, or AUTHENTICATION_UNAVAILABLE when the keys cannot be fetched. */
  async verify(token: string): Promise<TokenVerdict> {
    const { issuer, audience, algorithms } = this.settings
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(this.#clock.now()),
        requiredClaims: ['exp', 'sub'],
      })
      return this.#verdict(payload)
    } catch (thrown) {
      throw this.#explain(thrown)
    }
  }

  #verdict(payload: JWTPayload): TokenVerdict {
    const { name, tenant, tenantClaim, role, roleClaim, projectClaim } = this.settings
    const user = nameIn(payload, 'sub')
    const principal: Principal = {
      kind: 'token',
      id: `tokens/${name}/${user}`,
      tenant: tenantClaim === '' ? tenant : nameIn(payload, tenantClaim),
      user,
      project: projectClaim === '' ? '' : nameIn(payload, projectClaim),
      key: '',
      allowedModels: [],
      ...grantOf(roleClaim === '' ? role : roleIn(payload, roleClaim)),
    }
    return { principal, expireTime: (payload.exp as number) * 1000 }
  }

  #explain(thrown: unknown): GatewayError {
    if (thrown instanceof GatewayError) return thrown
    const isOfToken = thrown instanceof errors.JOSEError && !isOfKeySet(thrown)
    if (isOfToken) return unauthenticated(sentenceOf(thrown))
    const message = 'The token cannot be checked now, because the keys of its issuer cannot be fetched. Try again.'
    return new GatewayError(ErrorReason.AUTHENTICATION_UNAVAILABLE, message, {
      metadata: { issuer: this.settings.name },
      cause: thrown,
    })
  }
}

function isOfKeySet(error: errors.JOSEError): boolean {
  return ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code)
}

/** Nothing of the token is repeated. */
function sentenceOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.'
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The claim ${error.claim} of the token is not accepted here.`
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The token is signed by an algorithm that is not accepted here.'
  if (error instanceof errors.JWKSNoMatchingKey) return 'The token is signed by a key that its issuer does not have.'
  return 'The token is not valid.'
}

function nameIn(payload: JWTPayload, claim: string): string {
  const value = Object.hasOwn(payload, claim) ? payload[claim] : undefined
  if (typeof value === 'string' && NAME.test(value)) return value
  throw unauthenticated(`The claim ${claim} of the token is missing, or no name that is accepted here.`)
}

function roleIn(payload: JWTPayload, claim: string): Role {
  const value = nameIn(payload, claim)
  if (isRole(value)) return value
  throw unauthenticated(`The claim ${claim} of the token names no role.`)
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError(ErrorReason.UNAUTHENTICATED, message)
}
