import { toBinary } from '@bufbuild/protobuf'
import { DurationSchema } from '@bufbuild/protobuf/wkt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationOf } from '../../src/core/duration.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { Secret } from '../../src/core/secret.ts'
import { inBandError, toError } from '../../src/providers/wire/errors.ts'
import { ACCOUNT_KEY } from '../support/account.ts'
import { anthropicError } from '../support/anthropic-wire.ts'
import { geminiError } from '../support/gemini-wire.ts'
import { type Mutation, mutated, mutations } from '../support/hostile/mutations.ts'
import { expectForeseen, expectUnpolluted } from '../support/hostile/sound-answer.ts'
import { errorBody } from '../support/openai-wire.ts'
import { readerContext } from '../support/read-events.ts'

const context = { ...readerContext, secret: new Secret(ACCOUNT_KEY) }

const errors = [
  errorBody('rate_limit_exceeded', 'requests'),
  errorBody(ACCOUNT_KEY, ACCOUNT_KEY),
  { error: { code: 429, message: 'x', metadata: { reasons: ['a'] }, param: ACCOUNT_KEY, innererror: { code: 'x' } } },
  anthropicError('overloaded_error', { error_code: 'enforced_spend_limit_reached' }),
  geminiError(429, 'RESOURCE_EXHAUSTED', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' },
    { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId: 'PerDay' }] },
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
  ]),
]

const bodies = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.nat(errors.length - 1), mutations).map(([at, applied]) => damaged(at, applied)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
)

function damaged(at: number, applied: readonly Mutation[]): string {
  return mutated([errors[at]], applied)[0] ?? ''
}

const time = fc.constantFrom(
  '999999999h999999999h999999999h',
  '-1',
  '1e400',
  'NaN',
  '0',
  '3',
  'Fri, 31 Dec 9999 23:59:59 GMT',
)
const headers = fc.dictionary(
  fc.constantFrom(
    'retry-after',
    'retry-after-ms',
    'x-ratelimit-reset-requests',
    'x-ratelimit-remaining-tokens',
    'x-ratelimit-reset-tokens',
    'x-should-retry',
    'x-request-id',
  ),
  fc.oneof(time, fc.constantFrom(ACCOUNT_KEY, 'true'), fc.string(), fc.nat().map(String)),
)

const DAY_MS = 24 * 3_600_000

function expectTold(error: unknown): void {
  if (!(error instanceof GatewayError)) throw error
  expectForeseen(error)
  expect(`${error.message} ${JSON.stringify(error.metadata)}`).not.toContain(ACCOUNT_KEY)
  const { retryAfterMs = 0 } = error
  expect(retryAfterMs).toBeGreaterThanOrEqual(0)
  expect(retryAfterMs).toBeLessThanOrEqual(DAY_MS)
  toBinary(DurationSchema, durationOf(retryAfterMs))
  expectUnpolluted()
}

describe('any failure of a vendor', () => {
  it('becomes an error that repeats neither prompt nor key, with a wait that can be told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), headers, bodies, (status, fields, body) => {
        expectTold(toError(status, (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined), body, context))
      }),
      { numRuns: 3000 },
    )
  })

  it('becomes one inside an answer too', () => {
    fc.assert(
      fc.property(fc.oneof(bodies.map(parsed), fc.anything()), (json) => expectTold(inBandError(json, context))),
      { numRuns: 2000 },
    )
  })

  it('is told at once however long its message is', () => {
    const message = 'input token count '.repeat(100_000)
    const error = toError(400, () => undefined, JSON.stringify({ error: { message } }), context)
    expect(error.reasonName).toBe('UPSTREAM_REJECTED')
  })
})

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
