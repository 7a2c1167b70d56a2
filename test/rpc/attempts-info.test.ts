import { toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { AttemptsInfoSchema } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptRecord } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { usd } from '../../src/core/money.ts'
import { attemptsInfo } from '../../src/rpc/attempts-info.ts'
import { toStatus } from '../../src/rpc/status.ts'
import { toWireStatus } from '../../src/server/grpc/status.ts'

const down = new GatewayError(ErrorReason.UPSTREAM_UNAVAILABLE, 'down')

function failed(model: string, latencyMs = 1): AttemptRecord {
  return {
    id: 'a',
    target: { provider: 'p', name: model, model },
    startTime: 0,
    latencyMs,
    firstContentMs: undefined,
    state: { kind: 'failed', error: down },
    usage: undefined,
    cost: { $typeName: 'switchyard.v1.Cost', total: usd(7n), estimated: true },
    reportedModel: undefined,
  }
}

const typesOf = (error: GatewayError) => toStatus(error).details.map(({ desc }) => desc.typeName)

describe('the attempts in an error', () => {
  it('come with the id of the call, beside what every error has', () => {
    const error = down.with({}, { responseId: 'call', attempts: [failed('m')] })
    expect(typesOf(error)).toEqual([
      'google.rpc.ErrorInfo',
      'google.rpc.RetryInfo',
      'google.rpc.RequestInfo',
      'switchyard.v1.AttemptsInfo',
    ])
    expect(toStatus(error).details.at(-1)?.message).toMatchObject({
      responseId: 'call',
      attempts: [{ provider: 'p', model: 'm', succeeded: false, errorReason: ErrorReason.UPSTREAM_UNAVAILABLE }],
    })
  })

  it('are left out where nothing was tried, and the id where no call had begun', () => {
    expect(typesOf(down)).toEqual(['google.rpc.ErrorInfo', 'google.rpc.RetryInfo'])
    expect(typesOf(down.with({}, { responseId: 'call', attempts: [] }))).not.toContain('switchyard.v1.AttemptsInfo')
  })

  it('are the latest ones, in a bounded size, and say how many are missing', () => {
    const model = fc.string({ minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(fc.array(model, { minLength: 1, maxLength: 40 }), (models) => {
        const info = attemptsInfo({ responseId: 'call', attempts: models.map((name) => failed(name)) })
        const kept = info.attempts.length
        expect(info.omittedAttempts + kept).toBe(models.length)
        expect(info.attempts.map((attempt) => attempt.model)).toEqual(models.slice(models.length - kept))
        expect(kept).toBeGreaterThan(0)
        expect(kept).toBeLessThanOrEqual(16)
        expect(toBinary(AttemptsInfoSchema, info).length).toBeLessThanOrEqual(2048)
      }),
    )
  })

  it('fit into the headers that clients of gRPC take', () => {
    const attempts = Array.from({ length: 64 }, () => failed('m'.repeat(256), 123_456))
    const { metadata } = toWireStatus(down.with({ provider: 'p' }, { responseId: 'call', attempts }), {})
    const [details] = metadata?.get('grpc-status-details-bin') ?? []
    const bytes = (details as Buffer).length
    expect(bytes).toBeGreaterThan(1500)
    expect(bytes * (4 / 3)).toBeLessThan(6144)
  })
})
