import type { Answer } from '../core/answer.ts'
import type { Target, TargetedCall } from '../core/call.ts'
import type { Clock } from '../core/clock.ts'
import { isCancellation } from '../core/errors.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { Circuits } from '../resilience/circuits.ts'
import { CommitTimes } from '../resilience/commit-times.ts'
import { HedgeSpend } from '../resilience/hedge-spend.ts'
import type { HedgePolicy } from '../routing/hedge-policy.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { PricedAttempt, Prices } from '../usage/prices.ts'
import type { Leg } from './leg.ts'
import type { Next } from './middleware.ts'
import { Race } from './race.ts'
import type { Walk } from './walk.ts'

export interface HedgingOptions {
  readonly clock: Clock
  readonly circuits: Circuits
  readonly prices: Prices
  readonly metrics: Metrics
}

/** What the races of all calls have in common: how fast targets were, and what was paid for nothing. */
export class Hedging {
  readonly attempts: Next<TargetedCall>
  readonly #options: HedgingOptions
  readonly #times = new CommitTimes()
  readonly #spends = new Map<HedgePolicy, HedgeSpend>()

  constructor(attempts: Next<TargetedCall>, options: HedgingOptions) {
    this.attempts = attempts
    this.#options = options
  }

  /**
   * Tries the call's target, and the next one of the walk beside it when it is slow. The first to commit answers; the other
   * is cancelled. Undefined when none answered: the walk knows why.
   */
  race(call: TargetedCall, walk: Walk, policy: HedgePolicy): Promise<Answer | undefined> {
    return new Race(call, walk, policy, this).run()
  }

  /** Calls back when the target is slow. What it gives cancels that. */
  whenSlow({ target, streaming }: TargetedCall, policy: HedgePolicy, callback: () => void): () => void {
    const { percentile, minDelayMs, maxDelayMs } = policy
    const usual = this.#times.percentile(target, streaming, percentile) ?? maxDelayMs
    return this.#options.clock.after(Math.min(Math.max(usual, minDelayMs), maxDelayMs), callback)
  }

  /**
   * Whom to ask beside a slow leg: the next target, unless it is left alone, or where the route has no other the same
   * again, unless the leg waits: for a place, which a second one would only wait for too, or before a retry.
   */
  secondOf(leg: Leg, walk: Walk): Target | undefined {
    const again = walk.taken === 1 && leg.last?.state.kind === 'running'
    const second = walk.peek() ?? (again ? leg.target : undefined)
    return second && this.#options.circuits.stateOf(second) !== 'open' ? second : undefined
  }

  /** Undefined when the cap leaves no room for a second attempt. What is set aside must be told to `ended`. */
  reserve(call: TargetedCall, second: Target, policy: HedgePolicy): number | undefined {
    const { clock, metrics } = this.#options
    const usage = estimateUsage(call.request, 0)
    const asked = [call.target, second].map((target) =>
      this.#worthOf({ target, usage, startTime: clock.now(), reportedModel: undefined }),
    )
    const reserved = this.#spendOf(policy).reserve(Math.max(...asked), clock.monotonic())
    if (reserved === undefined) metrics.hedges.counted(second, 'skipped_spend')
    return reserved
  }

  /** Learns from a race what was paid, and what of it for nothing. */
  ended(policy: HedgePolicy, legs: readonly Leg[], winner: Leg | undefined, reserved = 0): void {
    const { clock, metrics } = this.#options
    const paid = legs.map((leg) => leg.attempts.reduce((sum, attempt) => sum + this.#worthOf(attempt), 0))
    const spent = paid.reduce((sum, part) => sum + part, 0)
    const kept = winner ? (paid[legs.indexOf(winner)] ?? 0) : (paid[0] ?? 0)
    const spend = this.#spendOf(policy)
    spend.release(reserved)
    spend.callEnded(spent, spent - kept, clock.monotonic())
    const hedge = legs.find(({ hedged }) => hedged)
    if (hedge) metrics.hedges.counted(hedge.target, hedge === winner ? 'won' : 'lost')
  }

  /** A target that was overtaken would have taken longer still: left out, its slow answers would never be seen. */
  overtook({ streaming }: TargetedCall, { target, hedged, last }: Leg): void {
    if (!hedged && last?.state.kind === 'failed' && isCancellation(last.state.error)) {
      this.#times.observe(target, streaming, last.latencyMs)
    }
  }

  committed({ streaming }: TargetedCall, { target, last }: Leg): void {
    const milliseconds = streaming ? last?.firstContentMs : last?.latencyMs
    if (milliseconds !== undefined) this.#times.observe(target, streaming, milliseconds)
  }

  #spendOf(policy: HedgePolicy): HedgeSpend {
    let spend = this.#spends.get(policy)
    if (!spend) {
      spend = new HedgeSpend(policy.maxExtraSpendShare)
      this.#spends.set(policy, spend)
    }
    return spend
  }

  /**
   * Billionths of a US dollar. Where no price is known each token counts as one, so that what costs nothing is bounded too.
   */
  #worthOf(attempt: PricedAttempt): number {
    const nanos = Number(this.#options.prices.costOf(attempt).total?.amountNanos ?? 0n)
    const { usage } = attempt
    return nanos > 0 || !usage ? nanos : Number(usage.inputTokens + usage.outputTokens)
  }
}
