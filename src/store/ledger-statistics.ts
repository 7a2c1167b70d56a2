import type { LedgerFigures, LedgerStatistics } from '../usage/ledger.ts'
import type { UsageFigures, UsageReports } from '../usage/reports.ts'
import type { UsageScope } from '../usage/scope.ts'

/** More models than anybody has. */
const MAX_MODELS = 100_000

/** Figures of the attempts that started in the time, all of one moment. */
export async function readStatistics(
  reports: UsageReports,
  from: number,
  to: number,
  scope: UsageScope,
): Promise<LedgerStatistics> {
  const { total, groups } = await reports.query({
    filter: { from, to, scope, values: new Map(), labels: new Map() },
    pieces: undefined,
    groupBy: ['provider', 'model'],
    order: [{ by: 'cost', ascending: false }],
    total: true,
    percentiles: true,
    limit: MAX_MODELS,
    offset: 0,
  })
  const models = groups.map(({ values, figures }) => ({
    provider: values.get('provider') ?? '',
    model: values.get('model') ?? '',
    ...toLedgerFigures(figures),
  }))
  return { total: toLedgerFigures(total as UsageFigures), models }
}

function toLedgerFigures({ meteredAttempts, cacheReadAttempts, ...figures }: UsageFigures): LedgerFigures {
  return figures
}
