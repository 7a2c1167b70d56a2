import type { AccessToken } from '@azure/identity'
import type { Clock } from '../../core/clock.ts'

/** Issues tokens; what it throws is a GatewayError. */
export interface TokenIssuer {
  issue(): Promise<AccessToken>
  /** Forgets what it keeps, so that the next token is a new one as far as the authority allows. */
  forget(): void
}

interface Known {
  readonly value: string
  /** From when on another one is fetched, epoch milliseconds. */
  readonly refreshAt: number
  readonly expiresAt: number
}

/** A token is replaced this long before its end. The library keeps giving the old one until five minutes before. */
const AHEAD_MS = 4 * 60_000

/** A token that ends this soon could end on its way. */
const MARGIN_MS = 5000

/** After an attempt in the background the next one waits this long. */
const BETWEEN_ATTEMPTS_MS = 3000

/**
 * The tokens of one identity. There is one request for a token at a time, whoever waits for it, and nobody waits while a
 * token is known: it is replaced in the background, by the calls that use it. Microsoft's `getBearerTokenProvider` does
 * the same, but ends the process when the authority is down until the token's end, and cannot drop a refused token.
 */
export class TokenSource {
  readonly #issuer: TokenIssuer
  readonly #clock: Clock
  #known: Known | undefined
  #pending: Promise<string> | undefined
  #lastAttempt = Number.NEGATIVE_INFINITY

  constructor(issuer: TokenIssuer, clock: Clock) {
    this.#issuer = issuer
    this.#clock = clock
  }

  /** Throws a GatewayError, or the signal's reason as soon as it aborts; the request for a token goes on for others. */
  async token(signal: AbortSignal): Promise<string> {
    const now = this.#clock.now()
    const known = this.#known
    if (!known || now >= known.expiresAt - MARGIN_MS) return this.#wait(signal)
    if (now >= known.refreshAt && now >= this.#lastAttempt + BETWEEN_ATTEMPTS_MS) this.#refresh().catch(() => {})
    return known.value
  }

  /** Another token than the one that was refused. It may be the same, when the authority gives no other. */
  renew(refused: string, signal: AbortSignal): Promise<string> {
    if (this.#known?.value === refused) {
      this.#known = undefined
      this.#issuer.forget()
    }
    return this.token(signal)
  }

  #wait(signal: AbortSignal): Promise<string> {
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      const settled = () => signal.removeEventListener('abort', onAbort)
      this.#refresh().then(resolve, reject).finally(settled)
    })
  }

  #refresh(): Promise<string> {
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #fetch(): Promise<string> {
    this.#lastAttempt = this.#clock.now()
    const { token, expiresOnTimestamp: expiresAt, refreshAfterTimestamp } = await this.#issuer.issue()
    const refreshAt = Math.min(expiresAt - AHEAD_MS, refreshAfterTimestamp ?? Number.POSITIVE_INFINITY)
    this.#known = { value: token, refreshAt, expiresAt }
    return token
  }
}
