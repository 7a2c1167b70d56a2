import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline'
import { Secret } from '../../src/core/secret.ts'
import type { TokenRequests } from '../../src/providers/azure/credentials.ts'
import type { AzureAuthentication, EntraCloud, EntraCredential } from '../../src/providers/options.ts'
import { startUpstream, type Upstream, type UpstreamExchange } from './upstream.ts'

/** The only host that a played authority answers for; the library insists on https. */
const AUTHORITY = 'https://login.test'

/** A value that must be found nowhere but in requests to the authority. */
export const CLIENT_SECRET = 'client-secret-9f8e7d6c5b4a'

/** Entra ID on this machine: it issues `entra-token-1`, `entra-token-2` and so on, unless told otherwise. */
export interface Entra {
  readonly upstream: Upstream
  /** Requests for tokens so far, as forms. */
  readonly tokenRequests: readonly URLSearchParams[]
  /** The life of the tokens from now on, in seconds. */
  expiresIn: number
  /** Answers requests for tokens from now on; undefined: by a new token. */
  answer: ((exchange: UpstreamExchange) => void | Promise<void>) | undefined
  readonly cloud: EntraCloud
  /** Brings the library's requests here. */
  readonly requests: TokenRequests
  close(): Promise<void>
}

export async function startEntra(): Promise<Entra> {
  const tokenRequests: URLSearchParams[] = []
  const upstream = await startUpstream((exchange) => {
    if (exchange.path.includes('/.well-known/')) return exchange.sendJson(200, openIdConfiguration(exchange.path))
    tokenRequests.push(new URLSearchParams(exchange.body))
    if (entra.answer) return entra.answer(exchange)
    exchange.sendJson(200, issued(tokenRequests.length, entra.expiresIn))
  })
  const entra: Entra = {
    upstream,
    tokenRequests,
    expiresIn: 3600,
    answer: undefined,
    cloud: { scope: 'https://ai.azure.com/.default', authorityHost: AUTHORITY, disableInstanceDiscovery: true },
    requests: { httpClient: redirected(upstream.url), retryOptions: { maxRetries: 0 } },
    close: () => upstream.close(),
  }
  return entra
}

/** The token number `index`, counted from 1. */
export function entraToken(index: number): string {
  return `entra-token-${index}`
}

export function issued(index: number, expiresIn: number): Record<string, unknown> {
  return { token_type: 'Bearer', expires_in: expiresIn, access_token: entraToken(index) }
}

/** How Entra ID refuses; `sentence` may say anything. */
export function refuse(exchange: UpstreamExchange, code: string, number: number, sentence = 'Refused.'): void {
  const description = `AADSTS${number}: ${sentence}`
  exchange.sendJson(401, { error: code, error_description: description, error_codes: [number] })
}

export function clientSecret(tenantId = 'tenant-1', secret = CLIENT_SECRET): EntraCredential {
  return { kind: 'client_secret', tenantId, clientId: 'client-1', secret: new Secret(secret) }
}

export function entraAuthentication(cloud: EntraCloud, credential = clientSecret()): AzureAuthentication {
  return { kind: 'entra', credential, cloud }
}

/** The addresses must be of the authority's own host, or the library refuses them. */
function openIdConfiguration(path: string): Record<string, string> {
  const authority = `${AUTHORITY}/${path.split('/')[1]}`
  return {
    issuer: `${authority}/v2.0`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  }
}

function redirected(url: string): HttpClient {
  const client = createDefaultHttpClient()
  return {
    sendRequest(request) {
      request.url = request.url.replace(AUTHORITY, url)
      request.allowInsecureConnection = true
      return client.sendRequest(request)
    },
  }
}
