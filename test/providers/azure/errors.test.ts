import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../../../src/providers/provider.ts'
import { azureProvider } from '../../support/azure-provider.ts'
import { targetedCall } from '../../support/call.ts'
import { readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

let upstream: Upstream
let provider: Provider

beforeAll(async () => {
  upstream = await startUpstream(() => {})
  provider = await azureProvider(upstream.url)
})

afterAll(async () => {
  await provider.close()
  await upstream.close()
})

async function failed(status: number, error: unknown, headers: Record<string, string> = {}) {
  upstream.play((exchange) => exchange.sendJson(status, { error }, headers))
  return (await readAnswer(provider.open(targetedCall({ streaming: true })))).error
}

const MISSING = 'The API deployment for this resource does not exist.'
const DENIED = 'Access denied due to invalid subscription key or wrong API endpoint.'
const FILTERED = { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } }

describe('an error of Azure', () => {
  it.each([
    [404, { code: 'DeploymentNotFound', message: MISSING }, 'MODEL_NOT_FOUND', true],
    [404, { code: '404', message: 'Resource not found' }, 'MODEL_NOT_FOUND', true],
    [401, { code: '401', message: DENIED }, 'UPSTREAM_AUTH', true],
    [401, { code: 'PermissionDenied', message: 'The principal lacks the data action.' }, 'UPSTREAM_AUTH', true],
    [403, { code: '403', message: 'Public access is disabled.' }, 'UPSTREAM_FORBIDDEN', true],
    [400, { code: 'content_filter', status: 400, message: 'x', innererror: FILTERED }, 'CONTENT_FILTER', false],
    [400, { code: null, message: 'x', innererror: FILTERED }, 'CONTENT_FILTER', false],
    [400, { code: 'BadRequest', message: 'Model not supported' }, 'UPSTREAM_PRECONDITION', true],
    [400, { code: 'context_length_exceeded', message: 'x' }, 'CONTEXT_LENGTH', true],
    [400, { code: 'unsupported_parameter', param: 'max_tokens', message: 'x' }, 'UPSTREAM_REJECTED', false],
    [408, { code: 'Timeout', message: 'The operation was timeout.' }, 'UPSTREAM_UNAVAILABLE', true],
    [429, { code: 'RateLimitReached', message: 'x' }, 'UPSTREAM_RATE_LIMITED', true],
    [503, { code: 'ServiceUnavailable', message: 'x' }, 'UPSTREAM_UNAVAILABLE', true],
  ])('%i %j is %s', async (status, said, reasonName, fallback) => {
    const error = await failed(status, said, { 'apim-request-id': '1a2b-3c4d' })
    expect(error).toMatchObject({
      reasonName,
      policy: { fallback },
      metadata: { http_status: String(status), upstream_request_id: '1a2b-3c4d', provider: 'played' },
    })
  })

  it('says to the millisecond how long to wait', async () => {
    const error = await failed(429, { code: '429' }, { 'retry-after-ms': '1730', 'retry-after': '1' })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 1730 })
  })

  it('is read from a gateway before Azure too, which writes it without “error”', async () => {
    upstream.play((exchange) => exchange.sendJson(401, { statusCode: 401, message: DENIED }))
    const { error } = await readAnswer(provider.open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_AUTH', metadata: { http_status: '401' } })
  })
})
