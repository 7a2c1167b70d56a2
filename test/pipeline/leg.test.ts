import { expect, it, onTestFinished } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AttemptRecord, TargetedCall } from '../../src/core/call.ts'
import { Leg } from '../../src/pipeline/leg.ts'
import { PipelineHarness, target } from '../support/pipeline-harness.ts'

function record(id: string): AttemptRecord {
  return {
    id,
    target: target('p0'),
    startTime: 0,
    latencyMs: 0,
    firstContentMs: undefined,
    state: { kind: 'running' },
    usage: undefined,
    cost: undefined,
    reportedModel: undefined,
  }
}

it('what a leg begins after it was overtaken has no part in the call', async () => {
  const harness = new PipelineHarness([])
  onTestFinished(() => harness.close())
  const begins = Promise.withResolvers<void>()
  const leg = new Leg({ ...harness.call(true), target: target('p0') }, false, async (call: TargetedCall) => {
    call.journal.attempts.push(record('first'))
    await begins.promise
    call.journal.attempts.push(record('late'))
    throw call.signal.reason
  })
  leg.overtake()
  begins.resolve()
  await expect(leg.answer).rejects.toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
  expect(leg.attempts.map(({ id, state, usage }) => [id, state.kind, usage?.estimated])).toEqual([
    ['first', 'failed', true],
  ])
})
