import type { RateLimitStanding } from '../core/call.ts'
import type { RequestContext } from './handler.ts'

export const REQUEST_ID = 'x-request-id'
export const PROVIDER = 'x-gateway-provider'
export const MODEL = 'x-gateway-model'
export const RATE_LIMIT = 'ratelimit'
export const RATE_LIMIT_POLICY = 'ratelimit-policy'
export const RETRY_AFTER = 'retry-after'
/** Whether another try makes sense, for clients that would otherwise guess it by the status alone. */
export const SHOULD_RETRY = 'x-should-retry'

type Answering = Pick<RequestContext, 'requestId' | 'progress'>

/** The headers of the answer to a request, as far as it is known who answers. */
export function responseHeaders(answering: Answering): Record<string, string> {
  const { rateLimit } = answering.progress
  const headers = identityHeaders(answering)
  return rateLimit ? { ...headers, ...rateLimitHeaders(rateLimit) } : headers
}

/** As the IETF's draft on rate limit header fields writes them. Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
function rateLimitHeaders({ name, perMinute, remaining, resetMs }: RateLimitStanding): Record<string, string> {
  return {
    [RATE_LIMIT_POLICY]: `"${name}";q=${perMinute};w=60`,
    [RATE_LIMIT]: `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
  }
}

function identityHeaders({ requestId, progress }: Answering): Record<string, string> {
  const { target } = progress
  if (!target) return { [REQUEST_ID]: requestId }
  const headers = { [REQUEST_ID]: requestId, [PROVIDER]: target.provider }
  // The vendor's own name for a model may be anything.
  return /^[!-~]{1,256}$/.test(target.model) ? { ...headers, [MODEL]: target.model } : headers
}
