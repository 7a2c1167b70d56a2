import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { AttemptRecord, AttemptState } from '../../src/core/call.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { TargetHealth } from '../../src/resilience/target-health.ts'
import { target } from '../support/pipeline-harness.ts'

const good: AttemptState = { kind: 'succeeded', finishReason: FinishReason.STOP }

function failed(reason: ConstructorParameters<typeof GatewayError>[0]): AttemptState {
  return { kind: 'failed', error: new GatewayError(reason, 'failed') }
}

function attempt(state: AttemptState, latencyMs = 100): AttemptRecord {
  const unset = { firstContentMs: undefined, usage: undefined, cost: undefined, reportedModel: undefined }
  return { id: 'a', target: target('p'), startTime: 1000, latencyMs, state, ...unset }
}

describe('what traffic shows of a target', () => {
  it('is nothing at first', () => {
    const { inFlight, errorRate, averageLatencyMs, seen } = new TargetHealth().of(target('p'))
    expect({ inFlight, errorRate, averageLatencyMs, seen }).toEqual({ inFlight: 0, errorRate: 0, seen: false })
  })

  it('is the same for every name of the target, and for whoever kept it', () => {
    const health = new TargetHealth()
    const kept = health.of(target('p'))
    health.attemptInFlight(target('p'), 1)
    expect(kept.inFlight).toBe(1)
    health.attemptInFlight(target('p'), -1)
    expect(kept.inFlight).toBe(0)
  })

  it('counts newer attempts for more', () => {
    const health = new TargetHealth()
    health.attemptEnded(attempt(good, 1000))
    health.attemptEnded(attempt(good, 2000))
    expect(health.of(target('p'))).toMatchObject({ averageLatencyMs: 1100, lastEndTime: 3000, seen: true })
    health.attemptEnded(attempt(failed(ErrorReason.UPSTREAM_UNAVAILABLE)))
    expect(health.of(target('p'))).toMatchObject({ errorRate: 0.1, consecutiveFailures: 1, averageLatencyMs: 1100 })
    health.attemptEnded(attempt(good, 1100))
    expect(health.of(target('p')).errorRate).toBeCloseTo(0.09, 9)
    expect(health.of(target('p')).consecutiveFailures).toBe(0)
  })

  it('counts a refusal for too many calls as a failure, though not as a fault', () => {
    const health = new TargetHealth()
    health.attemptEnded(attempt(failed(ErrorReason.UPSTREAM_RATE_LIMITED)))
    expect(health.of(target('p'))).toMatchObject({ errorRate: 0.1, consecutiveFailures: 0 })
  })

  it.each([ErrorReason.UPSTREAM_REJECTED, ErrorReason.CALL_CANCELLED, ErrorReason.CONTEXT_LENGTH] as const)(
    'does not count what the caller did: %s',
    (reason) => {
      const health = new TargetHealth()
      health.attemptEnded(attempt(failed(reason)))
      expect(health.of(target('p'))).toMatchObject({ errorRate: 0, seen: false })
    },
  )
})
