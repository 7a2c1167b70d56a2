import { type AttemptRecord, type Target, targetKey } from '../core/call.ts'

/** What traffic showed of a target. */
export interface ObservedHealth {
  /** Failed attempts, by the target's own fault, since the last good one. */
  readonly consecutiveFailures: number
  /** A decayed average of good attempts, milliseconds; undefined before the first. */
  readonly averageLatencyMs: number | undefined
  /** Whether any attempt was seen. */
  readonly seen: boolean
}

/** Weight of the newest attempt in the decayed average. */
const NEWEST = 0.1

const UNSEEN: ObservedHealth = { consecutiveFailures: 0, averageLatencyMs: undefined, seen: false }

/** Keeps what the attempts of all calls showed of each target. */
export class TargetHealth {
  readonly #targets = new Map<string, ObservedHealth>()

  of(target: Target): ObservedHealth {
    return this.#targets.get(targetKey(target)) ?? UNSEEN
  }

  attemptEnded({ target, state, latencyMs }: AttemptRecord): void {
    const before = this.of(target)
    if (state.kind === 'succeeded') {
      const average = before.averageLatencyMs ?? latencyMs
      const averageLatencyMs = average + (latencyMs - average) * NEWEST
      this.#targets.set(targetKey(target), { consecutiveFailures: 0, averageLatencyMs, seen: true })
    } else if (state.kind === 'failed' && state.error.policy.circuit) {
      const consecutiveFailures = before.consecutiveFailures + 1
      this.#targets.set(targetKey(target), { ...before, consecutiveFailures, seen: true })
    }
  }
}
