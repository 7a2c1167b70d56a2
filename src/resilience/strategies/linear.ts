import type { RetryStrategy } from './strategy.ts'

/** 1, 2, 3, 4 times the first wait. */
export const linear: RetryStrategy = (retries) => retries + 1
