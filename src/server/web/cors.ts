import { cors } from '@connectrpc/connect'
import {
  MODEL,
  PROVIDER,
  RATE_LIMIT,
  RATE_LIMIT_POLICY,
  REQUEST_ID,
  RETRY_AFTER,
  SHOULD_RETRY,
} from '../../rpc/response-headers.ts'
import type { WebHeaders, WebResponse } from './http.ts'

/** What a page's origin may do: nothing to decide, allowed, or refused. */
export type OriginVerdict = 'none' | 'allowed' | 'refused'

const LOOPBACK_ORIGIN = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/** What OpenAI's clients send from a page. Source: https://github.com/openai/openai-node */
const openaiRequestHeaders = [
  'openai-organization',
  'openai-project',
  'x-stainless-arch',
  'x-stainless-helper-method',
  'x-stainless-lang',
  'x-stainless-os',
  'x-stainless-package-version',
  'x-stainless-poll-helper',
  'x-stainless-retry-count',
  'x-stainless-runtime',
  'x-stainless-runtime-version',
  'x-stainless-timeout',
]

const REQUEST_HEADERS = [
  ...cors.allowedHeaders,
  'authorization',
  'x-api-key',
  'idempotency-key',
  'last-event-id',
  REQUEST_ID,
  'traceparent',
  'tracestate',
  'baggage',
  'x-trace-id',
  'x-source-agent',
  'x-session-id',
  ...openaiRequestHeaders,
].join(', ')

const RESPONSE_HEADERS = [
  ...cors.exposedHeaders,
  REQUEST_ID,
  PROVIDER,
  MODEL,
  RATE_LIMIT,
  RATE_LIMIT_POLICY,
  RETRY_AFTER,
  SHOULD_RETRY,
].join(', ')

/** Two hours, the longest that browsers keep a preflight. */
const MAX_AGE_SECONDS = '7200'

/** Judges an `Origin` header by the exact list; without a list only pages from this very machine may call. */
export function judgeOrigin(origin: string | undefined, allowed: readonly string[]): OriginVerdict {
  if (origin === undefined) return 'none'
  const isAllowed = allowed.length === 0 ? LOOPBACK_ORIGIN.test(origin) : allowed.includes(origin)
  return isAllowed ? 'allowed' : 'refused'
}

/** Lets the page read the answer. Every answer varies by origin, so that no cache hands one page's to another. */
export function allowReading(response: WebResponse, origin: string | undefined, verdict: OriginVerdict): void {
  response.setHeader('vary', 'Origin')
  if (verdict !== 'allowed' || origin === undefined) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', RESPONSE_HEADERS)
}

/** Whether a browser asks beforehand what a page may send. */
export function isPreflight(method: string | undefined, headers: WebHeaders): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method')
}

export function answerPreflight(response: WebResponse, verdict: OriginVerdict): void {
  if (verdict === 'allowed') {
    response.setHeader('access-control-allow-methods', 'GET, POST')
    response.setHeader('access-control-allow-headers', REQUEST_HEADERS)
    response.setHeader('access-control-max-age', MAX_AGE_SECONDS)
  }
  response.statusCode = verdict === 'refused' ? 403 : 204
  response.end()
}
