import type { Subject } from '../core/subject.ts'
import type { WindowLength } from './window.ts'

/** Money that the calls of a subject may cost in a window of time. */
export interface Budget {
  readonly name: string
  readonly subject: Subject
  readonly window: WindowLength
  /** A name that `Intl` knows. */
  readonly timeZone: string
  /** Billionths of a US dollar. */
  readonly amountNanos: bigint
  /** From which amount on it warns; undefined: never. */
  readonly softNanos: bigint | undefined
  /** Whether it refuses what might cost more than is left. */
  readonly hard: boolean
}

/** Hears what becomes of budgets. */
export interface BudgetObserver {
  /** An attempt was not made, or was ended, since there is not enough left. */
  refused(budget: Budget): void
  /** For the first time in its window so much is spent that it warns. */
  softReached(budget: Budget, spentNanos: bigint): void
}
