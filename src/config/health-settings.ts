import type { HealthChecks } from '#gen/switchyard/config/v1/health_pb.js'
import { milliseconds } from './milliseconds.ts'

export interface HealthSettings {
  /** Undefined: nothing is checked by itself. */
  readonly intervalMs: number | undefined
  readonly timeoutMs: number
  readonly allowPaid: boolean
  readonly notReadyWhenAllUnhealthy: boolean
}

const TIMEOUT_MS = 10_000

export function toHealth(health: HealthChecks | undefined): HealthSettings {
  return {
    intervalMs: health?.interval && milliseconds(health.interval, 0),
    timeoutMs: milliseconds(health?.timeout, TIMEOUT_MS),
    allowPaid: health?.allowPaid ?? false,
    notReadyWhenAllUnhealthy: health?.notReadyWhenAllUnhealthy ?? false,
  }
}
