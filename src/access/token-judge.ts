import { hash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import type { TokenIssuer, TokenVerdict } from './token-issuer.ts'

/** A token is checked again after so long: its issuer may have withdrawn the key that signed it. */
const REMEMBERED_MS = 60_000

const MAX_REMEMBERED = 10_000

/** Tells who calls by a token of one of the issuers. */
export class TokenJudge {
  readonly #issuers: ReadonlyMap<string, TokenIssuer>
  readonly #clock: Clock
  /** By the digest of the whole token. */
  readonly #remembered = new Map<string, TokenVerdict>()

  constructor(issuers: readonly TokenIssuer[], clock: Clock) {
    this.#issuers = new Map(issuers.map((issuer) => [issuer.settings.issuer, issuer]))
    this.#clock = clock
  }

  /** At once when the token was checked lately. Throws or rejects with what `TokenIssuer.verify` does. */
  judge(token: string): Principal | Promise<Principal> {
    const digest = hash('sha256', token)
    const known = this.#remembered.get(digest)
    if (known && known.expireTime > this.#clock.now()) return known.principal
    return this.#verify(token, digest)
  }

  async #verify(token: string, digest: string): Promise<Principal> {
    const issuer = this.#issuers.get(issuerOf(token))
    if (!issuer)
      throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'The token is of an issuer that is not known here.')
    const { principal, expireTime } = await issuer.verify(token)
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear()
    const rememberedUntil = Math.min(expireTime, this.#clock.now() + REMEMBERED_MS)
    this.#remembered.set(digest, { principal, expireTime: rememberedUntil })
    return principal
  }
}

/** What the token says of itself: it only chooses who is asked to check it. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'The credential is neither a key nor a token of a known form.')
  }
}
