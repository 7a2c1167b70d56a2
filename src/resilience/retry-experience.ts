import type { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { type Target, targetKey } from '../core/call.ts'

/** Weight of the newest retry in the decayed share. */
const NEWEST = 0.2

/** Before the first retry nothing speaks for waiting longer or shorter. */
const UNKNOWN = 0.5

/** What became of retries lately, by target and by the error that they answered. It holds no more than there are of these. */
export class RetryExperience {
  readonly #shares = new Map<string, number>()

  /** The decayed share of such retries that succeeded, 0 to 1. */
  successShare(target: Target, reason: ErrorReason): number {
    return this.#shares.get(keyOf(target, reason)) ?? UNKNOWN
  }

  retryEnded(target: Target, reason: ErrorReason, succeeded: boolean): void {
    const share = this.successShare(target, reason)
    this.#shares.set(keyOf(target, reason), share + ((succeeded ? 1 : 0) - share) * NEWEST)
  }
}

function keyOf(target: Target, reason: ErrorReason): string {
  return `${targetKey(target)}\n${reason}`
}
