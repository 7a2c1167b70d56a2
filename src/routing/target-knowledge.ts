import type { ModelPrice } from '#gen/switchyard/v1/model_pb.js'
import type { Target } from '../core/call.ts'
import { freshness as freshnessAt } from '../core/freshness.ts'

/** What traffic showed of a target; the figures change as attempts begin and end. */
export interface ObservedTarget {
  /** Attempts in flight. */
  readonly inFlight: number
  /** A decayed average of good attempts, milliseconds; undefined before the first. */
  readonly averageLatencyMs: number | undefined
  /** A decayed average of how many attempts failed, from 0 to 1. */
  readonly errorRate: number
  /** When the last attempt that counts ended, epoch milliseconds; 0 before the first. */
  readonly lastEndTime: number
}

/** What is known of targets beside their configuration. */
export interface TargetKnowledge {
  /** The same object each time, so that it can be kept. */
  observed(target: Target): ObservedTarget
  /** Whether it is to be tried after others: its circuit is open, or checks found its account down. */
  isOpen(target: Target): boolean
  priceOf(target: Target): ModelPrice | undefined
  /** Tokens of input and output together, as vendors and tables tell. */
  contextWindowOf(target: Target): bigint | undefined
}

/** How much of an observation still counts, from 1 down to 0. */
export function freshness({ lastEndTime }: ObservedTarget, now: number): number {
  return freshnessAt(lastEndTime, now)
}
