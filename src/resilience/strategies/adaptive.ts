import { exponential } from './exponential.ts'
import type { RetryStrategy } from './strategy.ts'

/** By how much experience can lengthen or shorten a wait. */
const REACH = 4

/** As exponential: up to four times as long where retries kept failing, down to a quarter where they succeeded. */
export const adaptive: RetryStrategy = (retries, successShare) =>
  exponential(retries, successShare) * REACH ** (1 - 2 * successShare)
