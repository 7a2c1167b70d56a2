import type { RetryStrategy } from './strategy.ts'

/** 1, 2, 4, 8 times the first wait. */
export const exponential: RetryStrategy = (retries) => 2 ** retries
