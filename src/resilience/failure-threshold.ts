/** What a circuit saw in its window. */
export interface CircuitCounts {
  readonly successes: number
  readonly failures: number
  /** Failures since the last success, also those before the window. */
  readonly consecutiveFailures: number
}

export interface FailureThreshold {
  /** Failures that are enough when there is little traffic. */
  readonly failureThreshold: number
  /** The share of the window's attempts that must have failed when there is more, for example 0.5. */
  readonly failureShare: number
}

/**
 * Whether a target counts as failing. What it takes grows with its traffic: by the share for failures among successes,
 * by the square root for failures in a row, which tell much sooner that nothing succeeds any more. These count also where
 * calls are so rare that the window never holds enough of them.
 */
export function isFailing(counts: CircuitCounts, { failureThreshold, failureShare }: FailureThreshold): boolean {
  const { successes, failures, consecutiveFailures } = counts
  const attempts = successes + failures
  if (consecutiveFailures >= Math.max(failureThreshold, Math.sqrt(attempts))) return true
  return failures >= Math.max(failureThreshold, attempts * failureShare)
}
