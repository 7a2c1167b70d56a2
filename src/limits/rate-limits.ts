import type { Call, Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { describeSubject, isOfTargets } from '../core/subject.ts'
import { SubjectIndex } from '../core/subject-index.ts'
import { Limiter, type Obstacle } from './limiter.ts'
import type { RateLimit, RateLimitObserver } from './rate-limit.ts'

/** Knows what other replicas take of the same limits. */
export interface Sharing {
  /** This one counts for a limit from now on. */
  join(key: string, limiter: Limiter): void
  /** And this one no more. */
  retire(key: string, limiter: Limiter): void
  /** As `begin` below, as soon as it is known what others took. Rejects with the signal's reason. */
  begin(limiters: readonly Limiter[], inputTokens: number, signal: AbortSignal): Promise<Obstacle | undefined>
}

/** All rate limits with what was taken of them. */
export class RateLimits {
  readonly #clock: Clock
  readonly #observer: RateLimitObserver
  readonly #sharing: Sharing | undefined
  #limiters: ReadonlyMap<string, Limiter> = new Map()
  #made = 0
  #ofCalls = new SubjectIndex<Limiter>([])
  #ofTargets = new SubjectIndex<Limiter>([])

  /** Without `sharing` nobody else takes anything of them. */
  constructor(clock: Clock, observer: RateLimitObserver, sharing?: Sharing) {
    this.#clock = clock
    this.#observer = observer
    this.#sharing = sharing
  }

  /** Those that count the call as a whole; undefined: none. */
  ofCall(call: Call): readonly Limiter[] | undefined {
    return this.#ofCalls.isEmpty ? undefined : this.#ofCalls.find(call, undefined)
  }

  /** Those that count attempts of the call at the target; undefined: none. */
  ofAttempt(call: Call, target: Target): readonly Limiter[] | undefined {
    return this.#ofTargets.isEmpty ? undefined : this.#ofTargets.find(call, target)
  }

  /**
   * Lets a call begin under all of the limits, or tells what it has to wait for longest, and it is under none. Where other
   * replicas must be asked first, that is promised; the promise rejects with the signal's reason.
   */
  begin(
    limiters: readonly Limiter[],
    inputTokens: number,
    signal: AbortSignal,
  ): Obstacle | undefined | Promise<Obstacle | undefined> {
    const now = this.#clock.monotonic()
    const mustAsk = this.#sharing && limiters.some((limiter) => !limiter.mayBegin(inputTokens))
    // What is over a limit is refused without that.
    if (!mustAsk || longestObstacle(limiters, inputTokens, now)) return begin(limiters, inputTokens, now)
    return this.#sharing.begin(limiters, inputTokens, signal)
  }

  /** A call that had begun has ended; `unexpected` tokens were used beyond those it began with; below 0: fewer. */
  end(limiters: readonly Limiter[], unexpected: number): void {
    const now = this.#clock.monotonic()
    for (const limiter of limiters) limiter.end(unexpected, now)
  }

  /** Puts these in force in the place of those before. One with the same subject goes on where it was. */
  replace(limits: readonly RateLimit[]): void {
    const now = this.#clock.monotonic()
    const before = this.#limiters
    this.#limiters = new Map(
      limits.map((limit) => {
        const key = keyOf(limit)
        const known = before.get(key)
        known?.change(limit, now)
        return [key, known ?? this.#make(key, limit, now)]
      }),
    )
    for (const [key, limiter] of before) if (!this.#limiters.has(key)) this.#sharing?.retire(key, limiter)
    const indexOf = (ofTargets: boolean) =>
      new SubjectIndex(
        [...this.#limiters.values()]
          .filter(({ limit }) => isOfTargets(limit.subject) === ofTargets)
          .map((limiter) => [limiter.limit.subject, limiter]),
      )
    this.#ofCalls = indexOf(false)
    this.#ofTargets = indexOf(true)
  }

  #make(key: string, limit: RateLimit, now: number): Limiter {
    this.#made += 1
    const made = new Limiter({ limit, incarnation: this.#made, now, observer: this.#observer })
    this.#sharing?.join(key, made)
    return made
  }
}

/** Lets a call begin under all of the limits as far as is known, or tells what it has to wait for longest, and it is under none. */
export function begin(limiters: readonly Limiter[], inputTokens: number, now: number): Obstacle | undefined {
  const longest = longestObstacle(limiters, inputTokens, now)
  if (longest) longest.limiter.refuse()
  else for (const limiter of limiters) limiter.begin(inputTokens, now)
  return longest
}

function longestObstacle(limiters: readonly Limiter[], inputTokens: number, now: number): Obstacle | undefined {
  let longest: Obstacle | undefined
  for (const limiter of limiters) {
    const obstacle = limiter.obstacle(inputTokens, now)
    if (obstacle && obstacle.waitMs > (longest?.waitMs ?? 0)) longest = obstacle
  }
  return longest
}

function keyOf({ name, subject }: RateLimit): string {
  return JSON.stringify([name, describeSubject(subject)])
}
