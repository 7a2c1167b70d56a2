import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer } from '../../src/core/answer.ts'
import type { Call } from '../../src/core/call.ts'
import { collect, textOf } from '../../src/core/collect.ts'
import { GatewayError } from '../../src/core/errors.ts'
import { operator } from '../../src/core/principal.ts'
import type { AdmissionBounds } from '../../src/resilience/admission/admission.ts'
import type { PipelineHarness } from './pipeline-harness.ts'
import { type Script, says, untilAborted } from './scripted-provider.ts'

/** So many places at each provider. */
export function bound(harness: PipelineHarness, places: number, change: Partial<AdmissionBounds> = {}): void {
  const bounds = { maxQueued: 100, maxQueueWaitMs: 30_000, placesAtModel: () => Infinity }
  harness.admission.configure({ ...bounds, placesAtProvider: () => places, ...change })
}

/** An attempt that answers when the test says so. */
export function held(): { readonly script: Script; answer(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const script: Script = async function* (call) {
    await Promise.race([promise, untilAborted(call.signal)])
    yield* says('Hello')(call)
  }
  return { script, answer: () => resolve() }
}

/** An attempt that never answers. */
export const hangs: Script = async function* (call) {
  yield await untilAborted(call.signal)
}

export function textAnswer(running: Promise<Answer>): Promise<string> {
  return running.then(async (answer) => textOf((await collect(answer)).message))
}

/** The call of a caller, without retries, and with its own way to leave. */
export function callOf(harness: PipelineHarness, id: string): Call & { leave(): void } {
  const controller = new AbortController()
  return {
    ...harness.call(false, { model: 'm', retry: { maxRetries: 0 } }),
    principal: operator('api_key', id),
    signal: controller.signal,
    leave: () => controller.abort(new GatewayError(ErrorReason.CALL_CANCELLED, 'left')),
  }
}
