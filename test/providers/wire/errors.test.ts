import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { Secret } from '../../../src/core/secret.ts'
import { inBandError, toError } from '../../../src/providers/wire/errors.ts'

const NOW = Date.UTC(2026, 0, 1)
const context = { provider: 'played', secret: new Secret('sk-secret-key'), clock: { ...systemClock, now: () => NOW } }

function errorOf(status: number, error: unknown, headers: Record<string, string> = {}) {
  const body = typeof error === 'string' ? error : JSON.stringify({ error })
  return toError(status, (name) => headers[name], body, context)
}

describe('toError', () => {
  it.each<[number, unknown, string]>([
    [307, '', 'UPSTREAM_PRECONDITION'],
    [400, { message: 'bad', type: 'invalid_request_error' }, 'UPSTREAM_REJECTED'],
    [400, { code: 'context_length_exceeded' }, 'CONTEXT_LENGTH'],
    [400, { code: 'string_above_max_length' }, 'CONTEXT_LENGTH'],
    [400, { code: 400, type: 'exceed_context_size_error' }, 'CONTEXT_LENGTH'],
    [400, { message: 'This model has a maximum context length of 8192 tokens' }, 'CONTEXT_LENGTH'],
    [400, { code: 'content_filter' }, 'CONTENT_FILTER'],
    [400, { innererror: { code: 'ResponsibleAIPolicyViolation' } }, 'CONTENT_FILTER'],
    [400, { code: 'invalid_prompt' }, 'CONTENT_FILTER'],
    [400, { message: 'Model not supported' }, 'UPSTREAM_PRECONDITION'],
    [400, { code: 'model_not_found' }, 'MODEL_NOT_FOUND'],
    [
      400,
      '[{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]',
      'UPSTREAM_AUTH',
    ],
    [400, '<html>', 'UPSTREAM_REJECTED'],
    [401, { code: 'invalid_api_key' }, 'UPSTREAM_AUTH'],
    [402, { message: 'Insufficient Balance' }, 'UPSTREAM_QUOTA'],
    [403, {}, 'UPSTREAM_FORBIDDEN'],
    [403, { code: 403, metadata: { reasons: ['violence'], flagged_input: 'x' } }, 'CONTENT_FILTER'],
    [404, { code: 'DeploymentNotFound' }, 'MODEL_NOT_FOUND'],
    [408, {}, 'UPSTREAM_UNAVAILABLE'],
    [409, {}, 'UPSTREAM_CONFLICT'],
    [413, {}, 'UPSTREAM_REJECTED'],
    [418, {}, 'UPSTREAM_REJECTED'],
    [422, '{"detail":[{"msg":"field required"}]}', 'UPSTREAM_REJECTED'],
    [429, { code: 'rate_limit_exceeded', type: 'requests' }, 'UPSTREAM_RATE_LIMITED'],
    [429, '', 'UPSTREAM_RATE_LIMITED'],
    [429, { type: 'insufficient_quota', code: null }, 'UPSTREAM_QUOTA'],
    [429, { type: 'x', code: 'billing_hard_limit_reached' }, 'UPSTREAM_QUOTA'],
    [429, { details: [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProject' }] }] }, 'UPSTREAM_QUOTA'],
    [499, {}, 'CALL_CANCELLED'],
    [500, {}, 'UPSTREAM_ERROR'],
    [500, '<html>', 'UPSTREAM_ERROR'],
    [500, { type: 'server_error' }, 'UPSTREAM_UNAVAILABLE'],
    [502, '<html>Bad gateway', 'UPSTREAM_UNAVAILABLE'],
    [503, { code: 'server_is_overloaded' }, 'UPSTREAM_UNAVAILABLE'],
    [529, { type: 'overloaded_error' }, 'UPSTREAM_UNAVAILABLE'],
    [400, { code: '__proto__', type: 'constructor' }, 'UPSTREAM_REJECTED'],
  ])('brings %s %j to %s', (status, error, reasonName) => {
    expect(errorOf(status, error)).toMatchObject({ reasonName, metadata: { http_status: String(status) } })
  })

  it('tells code and parameter where they are plain words', () => {
    const error = errorOf(400, { code: 'unsupported_value', param: 'messages[0].role', message: 'my prompt' })
    expect(error.metadata).toMatchObject({ upstream_code: 'unsupported_value', upstream_param: 'messages[0].role' })
    expect(error.message).toBe(
      'The provider "played" found the request invalid (HTTP 400, code unsupported_value, parameter messages[0].role).',
    )
  })

  it.each(['two words', 'a\nb', '<b>', 'x'.repeat(200), 'sk-secret-key', 'Bearer:sk-secret-key'])(
    'leaves %j out',
    (word) => {
      const error = errorOf(400, { code: word, param: word, type: word, message: word }, { 'x-request-id': word })
      expect(error.metadata).toEqual({ http_status: '400' })
      expect(JSON.stringify([error.message, String(error.cause)])).not.toContain(word)
    },
  )

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after-ms': '340', 'retry-after': '1' }, 1000],
    [{ 'x-ratelimit-reset-requests': '1m2.5s' }, 62_500],
    [{ 'x-ratelimit-reset-tokens': '250ms' }, 250],
    [{ 'x-ratelimit-reset-tokens': '1h' }, 3_600_000],
    [{ 'x-ratelimit-reset-requests': '6m0s', 'x-ratelimit-remaining-requests': '12' }, undefined],
    [{ 'x-ratelimit-reset-requests': '8s', 'x-ratelimit-remaining-requests': '0', 'retry-after': '2' }, 2000],
    [{ 'x-ratelimit-reset-requests': 'NaN' }, undefined],
    [{}, undefined],
  ])('hears from %j to wait %s ms', (headers, retryAfterMs) => {
    expect(errorOf(429, {}, headers).retryAfterMs).toBe(retryAfterMs)
    expect(errorOf(503, {}, headers).retryAfterMs).toBe(retryAfterMs)
  })

  it.each<[Record<string, string>, boolean | undefined]>([
    [{ 'x-should-retry': 'true' }, true],
    [{ 'x-should-retry': 'false' }, false],
    [{ 'x-should-retry': 'maybe' }, undefined],
    [{}, undefined],
  ])('hears from %j whether to try again: %s', (headers, retry) => {
    expect(errorOf(503, {}, headers).retry).toBe(retry)
    expect(errorOf(503, {}, headers).with({ model: 'm' }).retry).toBe(retry)
  })

  it('hears the wait that stands in the body', () => {
    expect(errorOf(429, { details: [{ retryDelay: '34.4s' }] }).retryAfterMs).toBe(34_400)
  })

  it('does not let the caller wait for money', () => {
    expect(errorOf(429, { code: 'insufficient_quota' }, { 'retry-after': '1' }).retryAfterMs).toBeUndefined()
  })
})

describe('inBandError', () => {
  it.each<[unknown, string]>([
    [{ error: { code: 503 } }, 'UPSTREAM_UNAVAILABLE'],
    [{ error: { code: '429' } }, 'UPSTREAM_RATE_LIMITED'],
    [{ error: { type: 'invalid_request_error', message: 'context window is full' } }, 'CONTEXT_LENGTH'],
    [{ error: { type: 'authentication_error' } }, 'UPSTREAM_AUTH'],
    [{ code: 'insufficient_quota' }, 'UPSTREAM_QUOTA'],
    [{}, 'UPSTREAM_ERROR'],
    [null, 'UPSTREAM_ERROR'],
  ])('brings %j to %s', (json, reasonName) => {
    const error = inBandError(json, context)
    expect(error).toMatchObject({ reasonName })
    expect(error.metadata).not.toHaveProperty('http_status')
  })
})
