import type { RateLimitStanding } from '../core/call.ts'
import type { Limited, RateLimit, RateLimitObserver } from './rate-limit.ts'
import { TokenBucket } from './token-bucket.ts'

/** What keeps a call waiting. */
export interface Obstacle {
  readonly limiter: Limiter
  readonly of: Limited
  /** How long until it is gone, if nobody else comes. */
  readonly waitMs: number
}

/** Nobody knows when a call ends. */
const CONCURRENCY_WAIT_MS = 1000

/** One rate limit with what was taken of it. Times are milliseconds of the monotonic clock. */
export class Limiter {
  readonly #observer: RateLimitObserver
  #limit: RateLimit
  #requests: TokenBucket
  #tokens: TokenBucket
  #running = 0

  constructor(limit: RateLimit, now: number, observer: RateLimitObserver) {
    this.#limit = limit
    this.#observer = observer
    this.#requests = new TokenBucket(limit.requestsPerMinute, now)
    this.#tokens = new TokenBucket(limit.tokensPerMinute, now)
  }

  get limit(): RateLimit {
    return this.#limit
  }

  /** Other figures: what is taken for a minute begins anew, calls that run go on counting. */
  change(limit: RateLimit, now: number): void {
    const { requestsPerMinute, tokensPerMinute } = this.#limit
    this.#limit = limit
    if (limit.requestsPerMinute !== requestsPerMinute) this.#requests = new TokenBucket(limit.requestsPerMinute, now)
    if (limit.tokensPerMinute !== tokensPerMinute) this.#tokens = new TokenBucket(limit.tokensPerMinute, now)
  }

  /** What keeps a call with so many tokens of input from beginning; undefined: nothing. */
  obstacle(inputTokens: number, now: number): Obstacle | undefined {
    const { requestsPerMinute, tokensPerMinute, concurrentCalls } = this.#limit
    if (this.#running >= concurrentCalls) return this.#obstacle('concurrent_calls', CONCURRENCY_WAIT_MS)
    const requests = requestsPerMinute === Infinity ? 0 : this.#requests.waitFor(1, now)
    const tokens = tokensPerMinute === Infinity ? 0 : this.#tokens.waitFor(inputTokens, now)
    if (requests === 0 && tokens === 0) return undefined
    return requests >= tokens
      ? this.#obstacle('requests_per_minute', requests)
      : this.#obstacle('tokens_per_minute', tokens)
  }

  /** What is left of its requests; undefined when it does not bound them. */
  standing(now: number): RateLimitStanding | undefined {
    const { name, requestsPerMinute } = this.#limit
    if (requestsPerMinute === Infinity) return undefined
    const remaining = this.#requests.remaining(now)
    return { name, perMinute: requestsPerMinute, remaining, resetMs: this.#requests.untilFull(now) }
  }

  begin(inputTokens: number): void {
    this.#running += 1
    this.#requests.take(1)
    this.#tokens.take(inputTokens)
  }

  /** `unexpected` tokens were used beyond those it began with; below 0: fewer. */
  end(unexpected: number): void {
    this.#running -= 1
    this.#tokens.correct(unexpected)
  }

  refuse(): void {
    this.#observer.refused(this.#limit)
  }

  #obstacle(of: Limited, waitMs: number): Obstacle {
    return { limiter: this, of, waitMs }
  }
}
