import type { Hedge } from '#gen/switchyard/config/v1/hedge_pb.js'
import type { FaultList } from './faults.ts'
import { milliseconds } from './milliseconds.ts'

/** When a route asks a second target beside a slow one. */
export interface HedgeSettings {
  /** From 1 to 99. */
  readonly percentile: number
  readonly minDelayMs: number
  /** At least `minDelayMs`. */
  readonly maxDelayMs: number
  /** For example 0.1. */
  readonly maxExtraSpendShare: number
}

const MIN_DELAY_MS = 50
const MAX_DELAY_MS = 5000

/** Undefined: the route never does. A bound that is not set gives way to the other one. */
export function toHedge(hedge: Hedge | undefined, path: string, faults: FaultList): HedgeSettings | undefined {
  if (!hedge) return undefined
  const minDelayMs = milliseconds(hedge.minDelay, Math.min(MIN_DELAY_MS, milliseconds(hedge.maxDelay, MIN_DELAY_MS)))
  const maxDelayMs = milliseconds(hedge.maxDelay, Math.max(MAX_DELAY_MS, minDelayMs))
  if (maxDelayMs < minDelayMs) faults.add(`${path}.max_delay`, `must not be shorter than \`${path}.min_delay\``)
  return {
    percentile: hedge.percentile ?? 95,
    minDelayMs,
    maxDelayMs,
    maxExtraSpendShare: (hedge.maxExtraSpendPercent ?? 10) / 100,
  }
}
