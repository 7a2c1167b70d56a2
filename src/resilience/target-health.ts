import type { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type AttemptRecord, type Target, targetKey } from '../core/call.ts'

/** What traffic showed of a target so far; the figures change as attempts begin and end. */
export interface ObservedHealth {
  /** Attempts in flight. */
  readonly inFlight: number
  /** Failed attempts, by the target's own fault, since the last good one. */
  readonly consecutiveFailures: number
  /** A decayed average of good attempts, milliseconds; undefined before the first. */
  readonly averageLatencyMs: number | undefined
  /** A decayed average of how many attempts failed that another try might have mended, from 0 to 1. */
  readonly errorRate: number
  /** When the last attempt or failed check that is counted here ended, epoch milliseconds; 0 before the first. */
  readonly lastEndTime: number
  /** When an attempt last succeeded, epoch milliseconds; 0 before the first. */
  readonly lastSuccessTime: number
  /** When one last failed in a way that is counted here, epoch milliseconds; 0 before the first. */
  readonly lastFailureTime: number
  /** Why it did. */
  readonly lastFailure: ErrorReason | undefined
  /** Whether any attempt was seen to its end. */
  readonly seen: boolean
}

/** Weight of the newest attempt in the decayed averages. */
const NEWEST = 0.1

type Figures = { -readonly [Name in keyof ObservedHealth]: ObservedHealth[Name] }

/** Keeps what the attempts of all calls showed of each target. */
export class TargetHealth {
  readonly #byKey = new Map<string, Figures>()
  /** The same by the targets themselves, which spares making a key. */
  readonly #byTarget = new WeakMap<Target, Figures>()

  /** The same object each time, so that it can be kept. */
  of(target: Target): ObservedHealth {
    return this.#figures(target)
  }

  attemptInFlight(target: Target, change: 1 | -1): void {
    this.#figures(target).inFlight += change
  }

  attemptEnded({ target, state, startTime, latencyMs }: AttemptRecord): void {
    const figures = this.#figures(target)
    if (state.kind === 'succeeded') {
      const average = figures.averageLatencyMs ?? latencyMs
      figures.averageLatencyMs = average + (latencyMs - average) * NEWEST
      figures.consecutiveFailures = 0
      figures.lastSuccessTime = startTime + latencyMs
      count(figures, 0, startTime + latencyMs)
    } else if (state.kind === 'failed') {
      const { circuit, retry } = state.error.policy
      if (circuit) figures.consecutiveFailures += 1
      if (circuit || retry !== 'never') countFailure(figures, state.error.reason, startTime + latencyMs)
    }
  }

  /** A check of its account failed: for choosing among targets that counts as an attempt that did. */
  checkFailed(target: Target, time: number): void {
    addToErrorRate(this.#figures(target), 1, time)
  }

  #figures(target: Target): Figures {
    let figures = this.#byTarget.get(target)
    if (figures) return figures
    const key = targetKey(target)
    figures = this.#byKey.get(key) ?? unseen()
    this.#byKey.set(key, figures)
    this.#byTarget.set(target, figures)
    return figures
  }
}

function count(figures: Figures, failed: 0 | 1, endTime: number): void {
  addToErrorRate(figures, failed, endTime)
  figures.seen = true
}

function countFailure(figures: Figures, reason: ErrorReason, endTime: number): void {
  figures.lastFailure = reason
  figures.lastFailureTime = endTime
  count(figures, 1, endTime)
}

function addToErrorRate(figures: Figures, failed: 0 | 1, time: number): void {
  figures.errorRate += (failed - figures.errorRate) * NEWEST
  figures.lastEndTime = time
}

function unseen(): Figures {
  return {
    inFlight: 0,
    consecutiveFailures: 0,
    averageLatencyMs: undefined,
    errorRate: 0,
    lastEndTime: 0,
    lastSuccessTime: 0,
    lastFailureTime: 0,
    lastFailure: undefined,
    seen: false,
  }
}
