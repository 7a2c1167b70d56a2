import type { Outcome } from '../core/answer.ts'
import type { Call, TargetedCall } from '../core/call.ts'

/** Takes down figures of calls and attempts that have ended. None of it ever throws. */
export interface Measuring {
  callEnded(call: Call, outcome: Outcome): void
  /** `index` is the attempt's in the call's journal. */
  attemptEnded(call: TargetedCall, index: number, outcome: Outcome): void
}
