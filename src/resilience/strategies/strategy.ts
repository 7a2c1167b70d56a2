/**
 * How waits grow: how many times the policy's first wait to wait, before jitter and the policy's bound. `retries` counts
 * the repetitions so far; `successShare`, 0 to 1, is how well such retries did lately at this target.
 */
export type RetryStrategy = (retries: number, successShare: number) => number
