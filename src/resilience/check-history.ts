import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GatewayError } from '../core/errors.ts'

/** What a check found: `inconclusive` when the provider answered with an error that says nothing about its health. */
export type CheckResult = 'succeeded' | 'failed' | 'inconclusive'

/** How a check ended. */
export interface CheckOutcome {
  readonly result: CheckResult
  /** When it ended, epoch milliseconds. */
  readonly time: number
  readonly latencyMs: number
  /** Undefined when it succeeded. */
  readonly error: GatewayError | undefined
}

/** What checks showed of an account. Times in epoch milliseconds, 0 for never. */
export interface CheckFigures {
  readonly lastCheckTime: number
  readonly lastSuccessTime: number
  readonly lastFailureTime: number
  /** Failed checks since the last good one. */
  readonly consecutiveFailures: number
  /** Whether the last of them was a refusal of the credential or its quota, which is certain at once. */
  readonly refused: boolean
  readonly lastFailure: ErrorReason | undefined
}

const UNCHECKED: CheckFigures = {
  lastCheckTime: 0,
  lastSuccessTime: 0,
  lastFailureTime: 0,
  consecutiveFailures: 0,
  refused: false,
  lastFailure: undefined,
}

/** What all checks showed, by account. It outlives a reload. */
export class CheckHistory {
  readonly #byAccount = new Map<string, CheckFigures>()
  #failing = 0

  /** Undefined before the first check. */
  of(account: string): CheckFigures | undefined {
    return this.#byAccount.get(account)
  }

  /** Whether the last check of any account failed: where it did not, there is nothing to look up. */
  get hasFailures(): boolean {
    return this.#failing > 0
  }

  ended(account: string, { result, time, error }: CheckOutcome): void {
    const before = this.#byAccount.get(account) ?? UNCHECKED
    const figures = { ...before, lastCheckTime: time }
    if (result === 'succeeded') this.#put(account, { ...figures, ...MENDED, lastSuccessTime: time })
    else if (result === 'failed') this.#put(account, { ...figures, ...failureOf(before, time, error) })
    else this.#put(account, figures)
  }

  /** A call succeeded at that time: checks that failed before it count no more. */
  callSucceeded(account: string, time: number): void {
    const figures = this.#byAccount.get(account)
    if (figures && time > figures.lastFailureTime) this.#put(account, { ...figures, ...MENDED })
  }

  #put(account: string, figures: CheckFigures): void {
    const before = this.#byAccount.get(account)?.consecutiveFailures ?? 0
    this.#failing += Number(figures.consecutiveFailures > 0) - Number(before > 0)
    this.#byAccount.set(account, figures)
  }
}

const MENDED = { consecutiveFailures: 0, refused: false } as const

/**
 * What counts against a circuit counts against health; anything else was at least an answer. So is a list that cannot be
 * read: a server may answer calls well and have something else at that address.
 */
export function resultOf(error: GatewayError | undefined): CheckResult {
  if (!error) return 'succeeded'
  return error.policy.circuit && error.reason !== ErrorReason.UPSTREAM_MALFORMED ? 'failed' : 'inconclusive'
}

function failureOf({ consecutiveFailures }: CheckFigures, time: number, error: GatewayError | undefined) {
  const reason = error?.reason
  return {
    lastFailureTime: time,
    consecutiveFailures: consecutiveFailures + 1,
    refused: reason === ErrorReason.UPSTREAM_AUTH || reason === ErrorReason.UPSTREAM_QUOTA,
    lastFailure: reason,
  }
}
