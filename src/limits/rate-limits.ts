import type { Call, Target } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { describeSubject, isOfTargets } from '../core/subject.ts'
import { SubjectIndex } from '../core/subject-index.ts'
import { Limiter, type Obstacle } from './limiter.ts'
import type { RateLimit, RateLimitObserver } from './rate-limit.ts'

/** All rate limits with what was taken of them, in this process. */
export class RateLimits {
  readonly #clock: Clock
  readonly #observer: RateLimitObserver
  #limiters: readonly Limiter[] = []
  #ofCalls = new SubjectIndex<Limiter>([])
  #ofTargets = new SubjectIndex<Limiter>([])

  constructor(clock: Clock, observer: RateLimitObserver) {
    this.#clock = clock
    this.#observer = observer
  }

  /** Those that count the call as a whole; undefined: none. */
  ofCall(call: Call): readonly Limiter[] | undefined {
    return this.#ofCalls.isEmpty ? undefined : this.#ofCalls.find(call, undefined)
  }

  /** Those that count attempts of the call at the target; undefined: none. */
  ofAttempt(call: Call, target: Target): readonly Limiter[] | undefined {
    return this.#ofTargets.isEmpty ? undefined : this.#ofTargets.find(call, target)
  }

  /** Puts these in force in the place of those before. One with the same subject goes on where it was. */
  replace(limits: readonly RateLimit[]): void {
    const now = this.#clock.monotonic()
    const before = new Map(this.#limiters.map((limiter) => [keyOf(limiter.limit), limiter]))
    this.#limiters = limits.map((limit) => {
      const known = before.get(keyOf(limit))
      known?.change(limit, now)
      return known ?? new Limiter(limit, now, this.#observer)
    })
    const indexOf = (ofTargets: boolean) =>
      new SubjectIndex(
        this.#limiters
          .filter(({ limit }) => isOfTargets(limit.subject) === ofTargets)
          .map((limiter) => [limiter.limit.subject, limiter]),
      )
    this.#ofCalls = indexOf(false)
    this.#ofTargets = indexOf(true)
  }
}

/** Lets a call begin under all of the limits, or tells what it has to wait for longest, and it is under none. */
export function begin(limiters: readonly Limiter[], inputTokens: number, now: number): Obstacle | undefined {
  let longest: Obstacle | undefined
  for (const limiter of limiters) {
    const obstacle = limiter.obstacle(inputTokens, now)
    if (obstacle && obstacle.waitMs > (longest?.waitMs ?? 0)) longest = obstacle
  }
  if (longest) longest.limiter.refuse()
  else for (const limiter of limiters) limiter.begin(inputTokens)
  return longest
}

function keyOf({ name, subject }: RateLimit): string {
  return JSON.stringify([name, describeSubject(subject)])
}
