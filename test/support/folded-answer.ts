import type { LedgerRow } from '../../src/usage/ledger.ts'
import { dimensionOf } from '../../src/usage/matches.ts'
import type { UsageAnswer, UsageFigures, UsageQuery } from '../../src/usage/reports.ts'
import { foldedFigures, passing } from './any-rows.ts'

/** An answer in a form that can be compared: groups by their piece of time and values, in no order. */
export interface Told {
  readonly total: UsageFigures | undefined
  readonly groups: ReadonlyMap<string, UsageFigures>
}

/** What a query must be answered with when these rows are kept, by the plainest means. */
export function foldedAnswer(rows: readonly LedgerRow[], { filter, pieces = [filter], groupBy }: UsageQuery): Told {
  const chosen = passing(rows, filter)
  const keyOf = (row: LedgerRow) => {
    const piece = pieces.find(({ from, to }) => row.startTime >= from && row.startTime < to)
    return JSON.stringify([piece?.from, ...groupBy.map((dimension) => dimensionOf(row, dimension))])
  }
  const groups = [...Map.groupBy(chosen, keyOf)].map(([key, group]) => [key, rounded(foldedFigures(group))] as const)
  return { total: rounded(foldedFigures(chosen)), groups: new Map(groups) }
}

export function toldAnswer({ total, groups }: UsageAnswer, { groupBy }: UsageQuery): Told {
  const told = groups.map(({ time, values, figures }) => {
    const key = JSON.stringify([time.from, ...groupBy.map((dimension) => values.get(dimension))])
    return [key, rounded(figures)] as const
  })
  return { total: total && rounded(total), groups: new Map(told) }
}

/** A mean is a fraction: the last bit may differ. */
function rounded(figures: UsageFigures): UsageFigures {
  return { ...figures, averageLatencyMs: Number(figures.averageLatencyMs.toFixed(6)) }
}
