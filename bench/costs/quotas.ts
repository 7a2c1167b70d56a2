import type { Budget } from '../../src/budgets/budget.ts'
import { Budgets } from '../../src/budgets/budgets.ts'
import { systemClock as clock } from '../../src/core/clock.ts'
import { subjectOf } from '../../src/core/subject.ts'
import { RateLimits } from '../../src/limits/rate-limits.ts'

/** More than the bench uses up, so that nothing is refused. */
const PLENTY = 1_000_000_000_000

const ALL = subjectOf(undefined)
const subjects = [ALL, { ...ALL, model: 'm' }]

/** One limit for all calls, and one for attempts at the model. */
export function twoRateLimits(): RateLimits {
  const limits = new RateLimits(clock, { refused() {} })
  const figures = { requestsPerMinute: PLENTY, tokensPerMinute: PLENTY, concurrentCalls: PLENTY }
  limits.replace(subjects.map((subject, index) => ({ name: `limit-${index}`, subject, ...figures })))
  return limits
}

/** One hard budget for all attempts, and one for those at the model. */
export async function twoBudgets(): Promise<Budgets> {
  const nothing = { read: async () => 0n }
  const budgets = new Budgets({ clock, spend: nothing, observer: { refused() {}, softReached() {} } })
  const rest = { window: 'day', timeZone: 'UTC', softNanos: undefined, hard: true } as const
  const amountNanos = BigInt(PLENTY) * 1_000_000_000n
  await budgets.replace(
    subjects.map((subject, index): Budget => ({ name: `budget-${index}`, subject, amountNanos, ...rest })),
  )
  return budgets
}
