import type { Subject } from '../core/subject.ts'

/** How much the calls of a subject may ask for at a time; Infinity: any number. */
export interface RateLimit {
  readonly name: string
  readonly subject: Subject
  readonly requestsPerMinute: number
  /** Of input and output together. */
  readonly tokensPerMinute: number
  readonly concurrentCalls: number
}

/** The names of what is limited, as errors tell them. */
export type Limited = 'requests_per_minute' | 'tokens_per_minute' | 'concurrent_calls'

/** Hears of what was refused. */
export interface RateLimitObserver {
  refused(limit: RateLimit): void
}
