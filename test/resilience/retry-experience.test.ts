import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { RetryExperience } from '../../src/resilience/retry-experience.ts'
import { target } from '../support/pipeline-harness.ts'

const { UPSTREAM_ERROR, UPSTREAM_UNAVAILABLE } = ErrorReason

describe('experience with retries', () => {
  it('begins in the middle and follows what becomes of them', () => {
    const experience = new RetryExperience()
    expect(experience.successShare(target('a'), UPSTREAM_ERROR)).toBe(0.5)
    for (let retry = 0; retry < 20; retry++) experience.retryEnded(target('a'), UPSTREAM_ERROR, false)
    expect(experience.successShare(target('a'), UPSTREAM_ERROR)).toBeLessThan(0.01)
    for (let retry = 0; retry < 20; retry++) experience.retryEnded(target('a'), UPSTREAM_ERROR, true)
    expect(experience.successShare(target('a'), UPSTREAM_ERROR)).toBeGreaterThan(0.98)
  })

  it('is made with each target and each error apart', () => {
    const experience = new RetryExperience()
    experience.retryEnded(target('a'), UPSTREAM_ERROR, true)
    expect(experience.successShare(target('b'), UPSTREAM_ERROR)).toBe(0.5)
    expect(experience.successShare(target('a', 'other'), UPSTREAM_ERROR)).toBe(0.5)
    expect(experience.successShare(target('a'), UPSTREAM_UNAVAILABLE)).toBe(0.5)
  })
})
