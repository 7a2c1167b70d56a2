import type { Budget } from '../../src/budgets/budget.ts'
import { subjectOf } from '../../src/core/subject.ts'
import { settled } from './fake-clock.ts'
import { Fleet } from './fleet.ts'
import type { SpendingReplica } from './spending-replica.ts'

/** The clock begins at 8:00 (UTC). */
export const budget: Budget = {
  ...{ name: 'b', subject: subjectOf(undefined), window: 'hour', timeZone: 'UTC' },
  ...{ amountNanos: 1000n, softNanos: undefined, hard: true },
}

/** Two replicas with a store and a clock. */
export async function openTwo(change: Partial<Budget> = {}) {
  const fleet = await Fleet.open(2, { ...budget, ...change })
  const [one, two] = fleet.replicas as [SpendingReplica, SpendingReplica]
  /** What became of an attempt within the time. */
  const begin = async (replica: SpendingReplica, worst: bigint, milliseconds = 0) => {
    const before = { begun: replica.attempts.length, refused: replica.refused, faults: replica.faults.length }
    void replica.begin(worst)
    await settled()
    if (milliseconds > 0) await fleet.time.advance(milliseconds)
    if (replica.attempts.length > before.begun) return 'begun'
    if (replica.refused > before.refused) return 'refused'
    return replica.faults[before.faults] ?? 'waits'
  }
  const endAll = (replica: SpendingReplica, share: number) => {
    for (const attempt of [...replica.attempts]) replica.end(attempt, share)
  }
  return { fleet, one, two, begin, endAll, ...fleet }
}
