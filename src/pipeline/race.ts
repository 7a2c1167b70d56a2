import { type Answer, afterEnd } from '../core/answer.ts'
import type { Target, TargetedCall } from '../core/call.ts'
import type { HedgePolicy } from '../routing/hedge-policy.ts'
import type { Hedging } from './hedging.ts'
import { Leg } from './leg.ts'
import type { Walk } from './walk.ts'

/** One target and, when it is slow, another one beside it: the first to commit answers. */
export class Race {
  readonly #call: TargetedCall
  readonly #walk: Walk
  readonly #policy: HedgePolicy
  readonly #hedging: Hedging
  readonly #result = Promise.withResolvers<Answer | undefined>()
  readonly #legs: Leg[] = []
  readonly #failures = new Map<Leg, unknown>()
  #decided = false
  #reserved: number | undefined
  #cancelTimer = () => {}

  constructor(call: TargetedCall, walk: Walk, policy: HedgePolicy, hedging: Hedging) {
    this.#call = call
    this.#walk = walk
    this.#policy = policy
    this.#hedging = hedging
  }

  run(): Promise<Answer | undefined> {
    const first = this.#begin(this.#call.target, false)
    // A call has one second attempt, also when both fail and others follow.
    if (!this.#call.journal.attempts.some(({ hedged }) => hedged)) {
      this.#cancelTimer = this.#hedging.whenSlow(this.#call, this.#policy, () => this.#hedge(first))
    }
    return this.#result.promise
  }

  #hedge(first: Leg): void {
    if (this.#call.signal.aborted) return
    const second = this.#hedging.secondOf(first, this.#walk)
    if (!second) return
    this.#reserved = this.#hedging.reserve(this.#call, second, this.#policy)
    if (this.#reserved === undefined) return
    this.#walk.take()
    this.#begin(second, true)
  }

  #begin(target: Target, hedged: boolean): Leg {
    const begun = [this.#call.journal, ...this.#legs].reduce((sum, { attempts }) => sum + attempts.length, 0)
    const leg = new Leg({ ...this.#call, target, attemptsBefore: begun }, hedged, this.#hedging.attempts)
    this.#legs.push(leg)
    leg.answer.then(
      (answer) => this.#committed(leg, answer),
      (thrown: unknown) => this.#failed(leg, thrown),
    )
    return leg
  }

  #committed(leg: Leg, answer: Answer): void {
    // The other one committed in the same turn, and has ended this one already.
    if (this.#decided) return
    this.#decide()
    this.#hedging.committed(this.#call, leg)
    for (const other of this.#legs) if (other !== leg) this.#overtake(other)
    this.#result.resolve(
      afterEnd(answer, (outcome) => {
        this.#end(leg)
        return outcome
      }),
    )
  }

  #overtake(leg: Leg): void {
    if (this.#failures.has(leg)) return
    leg.overtake()
    this.#hedging.overtook(this.#call, leg)
  }

  #failed(leg: Leg, thrown: unknown): void {
    if (this.#decided) return
    this.#failures.set(leg, thrown)
    if (this.#failures.size < this.#legs.length) return
    this.#decide()
    this.#end(undefined)
    for (const one of this.#legs) this.#walk.failed(one.target, this.#failures.get(one))
    this.#result.resolve(undefined)
  }

  #decide(): void {
    this.#decided = true
    this.#cancelTimer()
  }

  /** Brings what the legs noted into the call's journal, in the order in which they ended. */
  #end(winner: Leg | undefined): void {
    const { journal } = this.#call
    const losers = new Set([...this.#failures.keys(), ...this.#legs])
    if (winner) losers.delete(winner)
    for (const loser of losers) journal.attempts.push(...loser.attempts)
    if (winner) {
      journal.attempts.push(...winner.attempts)
      journal.warnings.push(...winner.journal.warnings)
    }
    this.#hedging.ended(this.#policy, this.#legs, winner, this.#reserved)
  }
}
