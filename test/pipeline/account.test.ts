import { afterEach, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { PipelineHarness } from '../support/pipeline-harness.ts'
import { ScriptedProvider, says } from '../support/scripted-provider.ts'

let harness: PipelineHarness

afterEach(() => harness.close())

it.each([false, true])(
  'nothing is asked of a provider while it could not be recorded (streaming: %s)',
  async (streaming) => {
    const provider = new ScriptedProvider(says('Hello'))
    harness = new PipelineHarness([provider])
    harness.ledger.away = new GatewayError(ErrorReason.LEDGER_UNAVAILABLE, 'no room')
    await expect(harness.run(harness.call(streaming))).rejects.toMatchObject({ reason: ErrorReason.LEDGER_UNAVAILABLE })
    expect(provider.calls).toHaveLength(0)
    harness.ledger.away = undefined
    await harness.run(harness.call(streaming))
    expect(provider.calls).toHaveLength(1)
  },
)
