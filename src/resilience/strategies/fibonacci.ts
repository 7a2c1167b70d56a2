import type { RetryStrategy } from './strategy.ts'

/** 1, 2, 3, 5 times the first wait. */
export const fibonacci: RetryStrategy = (retries) => {
  let [wait, next] = [1, 2]
  for (let retry = 0; retry < retries; retry++) [wait, next] = [next, wait + next]
  return wait
}
