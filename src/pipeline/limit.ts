import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer } from '../core/answer.ts'
import { afterEnd } from '../core/answer.ts'
import type { AttemptRecord, Call, RateLimitStanding } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { totalsOf } from '../core/totals.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { Limiter, Obstacle } from '../limits/limiter.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import type { Middleware, Next, TargetMiddleware } from './middleware.ts'

export interface LimitOptions {
  readonly clock: Clock
  /** Left out: there are none, and nothing is looked up. */
  readonly rateLimits?: RateLimits
}

/** Refuses calls beyond the rate limits that count calls. A call that meets none passes without a promise of its own. */
export function limitCalls({ clock, rateLimits }: LimitOptions): Middleware[] {
  if (!rateLimits) return []
  const limit: Middleware = (call, next) => {
    const limiters = rateLimits.ofCall(call)
    if (!limiters) return next(call)
    return limited(call, next, rateLimits, limiters, () => {
      call.journal.rateLimit = tightest(limiters, clock.monotonic())
    })
  }
  return [limit]
}

/** The same for attempts, by the limits on models and providers; the route then goes on to its next target. */
export function limitAttempts({ rateLimits }: LimitOptions): TargetMiddleware[] {
  if (!rateLimits) return []
  const limit: TargetMiddleware = (call, next) => {
    const limiters = rateLimits.ofAttempt(call, call.target)
    return limiters ? limited(call, next, rateLimits, limiters) : next(call)
  }
  return [limit]
}

async function limited<C extends Call>(
  call: C,
  next: Next<C>,
  rateLimits: RateLimits,
  limiters: readonly Limiter[],
  onJudged: () => void = () => {},
): Promise<Answer> {
  const expected = Number(estimateUsage(call.request, 0).inputTokens)
  const judged = rateLimits.begin(limiters, expected, call.signal)
  // Only a call that other replicas must be asked for waits.
  const obstacle = judged instanceof Promise ? await judged : judged
  onJudged()
  if (obstacle) throw rateLimited(obstacle)
  const { attempts } = call.journal
  const before = attempts.length
  const end = () => {
    const used = tokensOf(attempts.slice(before))
    rateLimits.end(limiters, used - expected)
  }
  try {
    const answer = await next(call)
    return afterEnd(answer, (outcome) => {
      end()
      return outcome
    })
  } catch (thrown) {
    end()
    throw thrown
  }
}

function tightest(limiters: readonly Limiter[], now: number): RateLimitStanding | undefined {
  let found: RateLimitStanding | undefined
  for (const limiter of limiters) {
    const standing = limiter.standing(now)
    if (standing && !(found && found.remaining <= standing.remaining)) found = standing
  }
  return found
}

function tokensOf(attempts: readonly AttemptRecord[]): number {
  const { inputTokens, outputTokens } = totalsOf(attempts).usage
  return Number(inputTokens + outputTokens)
}

const SAID = {
  requests_per_minute: 'requests in a minute',
  tokens_per_minute: 'tokens in a minute',
  concurrent_calls: 'calls at the same time',
}

function rateLimited({ limiter, of, waitMs }: Obstacle): GatewayError {
  const { name } = limiter.limit
  const message = `The rate limit "${name}" allows no more ${SAID[of]}. Try again in ${waitMs} ms.`
  return new GatewayError(ErrorReason.RATE_LIMITED, message, {
    metadata: { limit: name, of },
    retryAfterMs: waitMs,
    quota: [{ subject: `rateLimits/${name}`, description: message }],
  })
}
