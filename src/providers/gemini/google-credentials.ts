import type { GoogleAuth } from 'google-auth-library'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Clock } from '../../core/clock.ts'
import { GatewayError } from '../../core/errors.ts'
import type { Account } from '../definition.ts'
import { type Endpoint, withHeader } from '../http/transport.ts'

/** Source: https://cloud.google.com/docs/authentication/application-default-credentials */
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'

/** After this time a request for a token is waited for by nobody new. */
const STUCK_MS = 10_000

/**
 * Google's application default credentials: a file that the environment names, the one of the `gcloud` command, or the
 * machine's own service account. Google's library keeps the token and renews it; calls at one time share one request.
 */
export class GoogleCredentials {
  readonly #auth: Pick<GoogleAuth, 'getRequestHeaders'>
  readonly #provider: string
  readonly #clock: Clock
  #pending: Promise<Headers> | undefined

  constructor(auth: Pick<GoogleAuth, 'getRequestHeaders'>, { name, clock }: Pick<Account, 'name' | 'clock'>) {
    this.#auth = auth
    this.#provider = name
    this.#clock = clock
  }

  /** The library is loaded here, when it is needed. It looks for credentials with the first token. */
  static async load(account: Account): Promise<GoogleCredentials> {
    const { GoogleAuth } = await import('google-auth-library')
    const { project } = account.options.gemini?.vertex ?? {}
    const transporterOptions = { timeout: STUCK_MS }
    // With the project given it does not ask the `gcloud` command for one.
    const options = {
      scopes: [SCOPE],
      clientOptions: { transporterOptions },
      ...(project ? { projectId: project } : {}),
    }
    return new GoogleCredentials(new GoogleAuth(options), account)
  }

  /** The endpoint with a token. Throws a GatewayError or the signal's reason. */
  async authorize(endpoint: Endpoint, signal: AbortSignal): Promise<Endpoint> {
    const headers = await unlessAborted(this.#headers(), signal)
    let authorized = endpoint
    for (const [name, value] of headers) authorized = withHeader(authorized, name, value)
    return authorized
  }

  #headers(): Promise<Headers> {
    if (this.#pending) return this.#pending
    const pending = this.#request()
    const forget = () => {
      if (this.#pending === pending) this.#pending = undefined
    }
    const cancel = this.#clock.after(STUCK_MS, forget)
    pending.then(forget, forget).finally(cancel)
    this.#pending = pending
    return pending
  }

  async #request(): Promise<Headers> {
    try {
      return await this.#auth.getRequestHeaders()
    } catch (thrown) {
      throw credentialsError(thrown, this.#provider)
    }
  }
}

/** The library's own message may repeat what the credentials hold. */
function credentialsError(thrown: unknown, provider: string): GatewayError {
  const { code, status = code } = thrown as { code?: unknown; status?: unknown }
  const cause = new Error(`Google's library failed${/^\w{1,64}$/.test(String(status)) ? ` with ${status}` : ''}`)
  if (isPassing(status)) {
    const message = `The provider "${provider}" got no token from Google, which does not answer or is overloaded.`
    return new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, message, { cause })
  }
  const message = `The provider "${provider}" has no key, and Google's application default credentials are missing or refused.`
  return new GatewayError(ErrorReason.UPSTREAM_AUTH, message, { cause })
}

/** Whether it may work a moment later: a fault of the network or of the server. */
function isPassing(status: unknown): boolean {
  if (typeof status === 'string' && /^(E[A-Z]+|UND_ERR_\w+|TimeoutError)$/.test(status)) return status !== 'ENOENT'
  const number = Number(status)
  return number === 429 || number >= 500
}

async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
