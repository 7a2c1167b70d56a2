import type { RateLimitStanding } from '../core/call.ts'
import type { HeardUse, LimitUse } from '../usage/limit-exchange.ts'
import { Peers } from './peers.ts'
import type { Limited, RateLimit, RateLimitObserver } from './rate-limit.ts'
import { SharedBucket } from './shared-bucket.ts'
import { Tally } from './tally.ts'

/** What keeps a call waiting. */
export interface Obstacle {
  readonly limiter: Limiter
  readonly of: Limited
  /** How long until it is gone, if nobody else comes. */
  readonly waitMs: number
}

export interface LimiterOptions {
  readonly limit: RateLimit
  readonly incarnation: number
  readonly now: number
  readonly observer: RateLimitObserver
}

/** Nobody knows when a call ends. */
const CONCURRENCY_WAIT_MS = 1000

/** All replicas but one together may take this part of what is left, before the others know. */
const AHEAD = 1 / 20

/**
 * One rate limit with what was taken of it: here, and as far as is known by other replicas that hold it together with this
 * one. Times are milliseconds of the monotonic clock.
 */
export class Limiter {
  /** Tells it apart from those that this process had for the same limit before. */
  readonly incarnation: number
  readonly #observer: RateLimitObserver
  readonly #peers = new Peers()
  readonly #requests: SharedBucket
  readonly #tokens: SharedBucket
  readonly #running = new Tally()
  #runningElsewhere = 0
  #limit: RateLimit
  /** How many replicas hold a part of it each, without the others; undefined: it is held as a whole. */
  #parts: number | undefined
  /** Up to which turn everything was heard; 0: of some others it is not known how much of what they took is counted. */
  #heardTurn = 0

  constructor({ limit, incarnation, now, observer }: LimiterOptions) {
    this.#limit = limit
    this.incarnation = incarnation
    this.#observer = observer
    this.#requests = new SharedBucket(limit.requestsPerMinute, now)
    this.#tokens = new SharedBucket(limit.tokensPerMinute, now)
  }

  get limit(): RateLimit {
    return this.#limit
  }

  /** Other figures: what is taken for a minute begins anew, calls that run go on counting. */
  change(limit: RateLimit, now: number): void {
    this.#limit = limit
    this.#requests.change(limit.requestsPerMinute, now)
    this.#tokens.change(limit.tokensPerMinute, now)
  }

  /** What keeps a call with so many tokens of input from beginning; undefined: nothing that is known here. */
  obstacle(inputTokens: number, now: number): Obstacle | undefined {
    if (this.#running.total + this.#runningElsewhere >= this.#places) {
      return this.#obstacle('concurrent_calls', CONCURRENCY_WAIT_MS)
    }
    const requests = this.#requests.waitFor(1, now)
    const tokens = this.#tokens.waitFor(inputTokens, now)
    if (requests === 0 && tokens === 0) return undefined
    return requests >= tokens
      ? this.#obstacle('requests_per_minute', requests)
      : this.#obstacle('tokens_per_minute', tokens)
  }

  /** Whether a call that nothing keeps from beginning may do so before the other replicas have been asked. */
  mayBegin(inputTokens: number): boolean {
    if (this.#parts !== undefined) return true
    return this.#requests.taken.mayTake(1) && this.#tokens.taken.mayTake(inputTokens) && this.#running.mayTake(1)
  }

  /** What is left of its requests; undefined when it does not bound them. */
  standing(now: number): RateLimitStanding | undefined {
    const { bucket } = this.#requests
    if (!bucket) return undefined
    const { name, requestsPerMinute } = this.#limit
    return { name, perMinute: requestsPerMinute, remaining: bucket.remaining(now), resetMs: bucket.untilFull(now) }
  }

  begin(inputTokens: number, now: number): void {
    this.#running.add(1)
    this.#requests.take(1, now)
    this.#tokens.take(inputTokens, now)
  }

  /** `unexpected` tokens were used beyond those it began with; below 0: fewer. */
  end(unexpected: number, now: number): void {
    this.#running.add(-1)
    this.#tokens.take(unexpected, now)
  }

  refuse(): void {
    this.#observer.refused(this.#limit)
  }

  /** Other replicas hold it too: nothing is taken before they have been asked. */
  share(): void {
    for (const tally of this.#tallies) tally.allow(-Infinity)
  }

  /** Whether the other replicas know all. */
  get isTold(): boolean {
    return this.#tallies.every(({ isTold }) => isTold)
  }

  /** What other replicas are told now, under the name that all of them have for it. */
  send(limit: string, now: number): LimitUse {
    return {
      limit,
      incarnation: this.incarnation,
      requests: this.#requests.taken.send(),
      tokens: this.#tokens.taken.send(),
      running: this.#running.send(),
      requestsLeft: this.#requests.bucket?.level(now) ?? 0,
      tokensLeft: this.#tokens.bucket?.level(now) ?? 0,
    }
  }

  /** The other replicas know of this. */
  told({ requests, tokens, running }: LimitUse): void {
    this.#requests.taken.told(requests)
    this.#tokens.taken.told(tokens)
    this.#running.told(running)
  }

  /** What other replicas have taken since they told the last time. Of those that were not known, what they say to be left counts. */
  hear(uses: readonly HeardUse[], now: number): void {
    const unknown = uses.filter((use) => !this.#count(use, now))
    for (const { requestsLeft, tokensLeft, ageMs } of unknown) {
      this.#requests.leftElsewhere(requestsLeft, ageMs, now)
      this.#tokens.leftElsewhere(tokensLeft, ageMs, now)
    }
  }

  /** These are the other replicas that are there. */
  see(replicas: ReadonlySet<string>): void {
    this.#peers.see(replicas)
    this.#runningElsewhere = this.#peers.running
  }

  /** Everything that others told up to that turn was heard. */
  heardUpTo(turn: number): void {
    this.#heardTurn = turn
    this.#peers.forgetGone()
  }

  /** Of what is left now, this one, beside so many others, may take something before they know. One more may have come. */
  takeAhead(others: number, now: number): void {
    const part = AHEAD / Math.max(others, 1)
    this.#requests.takeAhead(part, now)
    this.#tokens.takeAhead(part, now)
    const places = this.#limit.concurrentCalls - this.#running.total - this.#runningElsewhere
    this.#running.allow(Math.max(places, 0) * part)
  }

  /** Other replicas cannot be heard: as one of so many it holds a part of the limit. */
  divide(parts: number, now: number): void {
    this.#parts = parts
    this.#requests.divide(parts, now)
    this.#tokens.divide(parts, now)
    this.#forgetPeers()
  }

  /** Other replicas can be heard again after a time. */
  resume(now: number): void {
    this.#parts = undefined
    this.#requests.unite(now)
    this.#tokens.unite(now)
    this.#heardTurn = 0
    this.#forgetPeers()
    this.share()
  }

  get #tallies(): readonly Tally[] {
    return [this.#requests.taken, this.#tokens.taken, this.#running]
  }

  get #places(): number {
    const { concurrentCalls } = this.#limit
    return this.#parts === undefined ? concurrentCalls : Math.max(Math.floor(concurrentCalls / this.#parts), 1)
  }

  /** False: it is not known how much of it is counted already. */
  #count(use: HeardUse, now: number): boolean {
    const before = this.#peers.hear(use)
    const isNew = this.#heardTurn > 0 && use.begunTurn > this.#heardTurn
    if (!before && !isNew) return false
    this.#requests.takenElsewhere(use.requests - (before?.requests ?? 0), now)
    this.#tokens.takenElsewhere(use.tokens - (before?.tokens ?? 0), now)
    return true
  }

  #forgetPeers(): void {
    this.see(new Set())
    this.#peers.forgetGone()
  }

  #obstacle(of: Limited, waitMs: number): Obstacle {
    return { limiter: this, of, waitMs }
  }
}
