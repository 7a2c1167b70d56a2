import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, toGatewayError } from '../../src/core/errors.ts'
import { StatusCode } from '../../src/core/status.ts'
import { toStatus } from '../../src/rpc/status.ts'

const reasons = Object.values(ErrorReason).filter(
  (reason): reason is Exclude<ErrorReason, ErrorReason.UNSPECIFIED> => typeof reason === 'number' && reason !== 0,
)

function detailTypes(error: unknown): string[] {
  return toStatus(error).details.map(({ desc }) => desc.typeName)
}

describe('the error table', () => {
  it.each(reasons)('tells reason %d as one ErrorInfo, with RetryInfo exactly when a retry can help', (reason) => {
    const error = new GatewayError(reason, 'A message.')
    const types = detailTypes(error)
    expect(types.filter((type) => type === 'google.rpc.ErrorInfo')).toHaveLength(1)
    expect(types.includes('google.rpc.RetryInfo')).toBe(error.policy.callerMayRetry)
    expect(toStatus(error).code).toBe(error.policy.code)
  })

  it('never repeats at the same target what is the caller’s fault', () => {
    const callers: StatusCode[] = [StatusCode.INVALID_ARGUMENT, StatusCode.CANCELLED, StatusCode.UNAUTHENTICATED]
    for (const reason of reasons) {
      const { code, retry, circuit } = new GatewayError(reason, '').policy
      if (callers.includes(code)) expect([reason, retry, circuit]).toEqual([reason, 'never', false])
    }
  })

  it('passes the provider’s wait on to the caller', () => {
    const limited = new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'slow down', { retryAfterMs: 2500 })
    const retryInfo = toStatus(limited).details.find(({ desc }) => desc.typeName === 'google.rpc.RetryInfo')
    expect(retryInfo?.message).toMatchObject({ retryDelay: { seconds: 2n, nanos: 500_000_000 } })
  })

  it('hides what an unexpected fault says', () => {
    const status = toStatus(new Error('the prompt was: secret'))
    expect(status.code).toBe(StatusCode.INTERNAL)
    expect(JSON.stringify(status.message)).not.toContain('secret')
    expect(toGatewayError('a thrown string').reason).toBe(ErrorReason.INTERNAL)
  })
})
