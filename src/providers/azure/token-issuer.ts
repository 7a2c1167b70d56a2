import type { AccessToken, TokenCredential } from '@azure/identity'
import type { Clock } from '../../core/clock.ts'
import type { EntraCloud, EntraCredential } from '../options.ts'
import { openCredential, type TokenRequests } from './credentials.ts'
import { tokenError, tokenTimeout } from './token-error.ts'
import type { TokenIssuer } from './token-source.ts'

/** The longest that an authority may take. The library's own requests wait for ever. */
const TIMEOUT_MS = 30_000

/** Issues tokens by a credential of Entra ID. */
export class EntraIssuer implements TokenIssuer {
  readonly #credential: EntraCredential
  readonly #cloud: EntraCloud
  readonly #requests: TokenRequests
  readonly #clock: Clock
  #opened: Promise<TokenCredential> | undefined

  constructor(credential: EntraCredential, cloud: EntraCloud, clock: Clock, requests: TokenRequests) {
    this.#credential = credential
    this.#cloud = cloud
    this.#clock = clock
    this.#requests = requests
  }

  issue(): Promise<AccessToken> {
    const { kind } = this.#credential
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(TIMEOUT_MS, () => {
        this.forget()
        reject(tokenTimeout(kind, TIMEOUT_MS))
      })
      this.#token()
        .then(resolve, (thrown: unknown) => {
          this.forget()
          reject(tokenError(thrown, kind))
        })
        .finally(cancel)
    })
  }

  /** The library keeps tokens with the credential; those of managed identities it keeps for the whole process. */
  forget(): void {
    this.#opened = undefined
  }

  async #token(): Promise<AccessToken> {
    this.#opened ??= openCredential(this.#credential, this.#cloud, this.#requests)
    const token = await (await this.#opened).getToken(this.#cloud.scope)
    if (token === null) throw new Error('the credential gave no token')
    return token
  }
}
