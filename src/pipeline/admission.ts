import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { afterEnd } from '../core/answer.ts'
import type { Target, TargetedCall } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { toGatewayError } from '../core/errors.ts'
import type { Admission } from '../resilience/admission/admission.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { TargetHealth } from '../resilience/target-health.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { TargetMiddleware } from './middleware.ts'

export interface AdmissionOptions {
  readonly clock: Clock
  readonly admission: Admission
  readonly circuits: Circuits
  readonly metrics: Metrics
  readonly health: TargetHealth
}

/**
 * Makes no more attempts at one time than the target has places; the others wait for one. Balancing counts those who wait
 * too, since they will be a load. It stands within the retries, so that a back-off holds no place, and around the circuit
 * and the attempt, so that a wait is neither a failure, nor the provider's latency, nor a probe that says nothing.
 */
export function admission(options: AdmissionOptions): TargetMiddleware {
  const { clock, admission, circuits, metrics, health } = options

  /** Whether a place was taken. A circuit that is open refuses at once, and needs none for it. */
  async function wait(call: TargetedCall): Promise<boolean> {
    if (circuits.stateOf(call.target) === 'open') return false
    await admission.wait(call.target, call)
    if (!call.signal.aborted) return true
    admission.give(call.target)
    throw call.signal.reason
  }

  function leave(target: Target, isPlaced: boolean, since: number | undefined): void {
    health.attemptInFlight(target, -1)
    if (!isPlaced) return
    metrics.attemptInFlight(target, -1)
    admission.give(target, since)
  }

  return async (call, next) => {
    const { target } = call
    let isPlaced = false
    let since: number | undefined
    health.attemptInFlight(target, 1)
    try {
      isPlaced = admission.take(target) || (await wait(call))
      if (isPlaced) metrics.attemptInFlight(target, 1)
      since = clock.monotonic()
      const answer = await next(call)
      return afterEnd(answer, (outcome) => {
        leave(target, isPlaced, since)
        return outcome
      })
    } catch (thrown) {
      // What the circuit refused says nothing of how long a place is held.
      const isRefused = toGatewayError(thrown).reason === ErrorReason.CIRCUIT_OPEN
      leave(target, isPlaced, isRefused ? undefined : since)
      throw thrown
    }
  }
}
