import type { RollupFigures, RollupQuery } from '../../src/store/rollups/read-rollups.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'

const FIELDS = {
  tenant: 'tenant',
  user_name: 'user',
  project: 'project',
  key_id: 'key',
  source_agent: 'sourceAgent',
  provider: 'provider',
  model: 'model',
  operation: 'operation',
  task_type: 'taskType',
  route: 'route',
  outcome: 'outcome',
} as const

/** What a query over the roll-ups must give, by the plainest means. Rows of the same attempt count once. */
export function foldedRollups(rows: readonly LedgerRow[], query: RollupQuery): RollupFigures[] {
  const { filter = {}, groupBy, from, to } = query
  const once = [...new Map(rows.toReversed().map((row) => [row.attemptId, row])).values()]
  const asked = once.filter(({ startTime }) => startTime >= from && startTime < to)
  const passing = asked.filter((row) =>
    Object.entries(filter).every(([name, values]) => values.includes(row[FIELDS[name as keyof typeof FIELDS]])),
  )
  const groups = Map.groupBy(passing, (row) => JSON.stringify(groupBy.map((name) => row[FIELDS[name]])))
  if (groupBy.length === 0 && groups.size === 0) groups.set('', [])
  const folded = [...groups.values()].map((group) => ({
    ...Object.fromEntries(groupBy.map((name) => [name, group[0]?.[FIELDS[name]]])),
    ...sumsOf(group),
  }))
  return folded as RollupFigures[]
}

function sumsOf(rows: readonly LedgerRow[]) {
  const sum = (of: (row: LedgerRow) => bigint) => rows.reduce((total, row) => total + of(row), 0n)
  const ended = (outcome: string) => (row: LedgerRow) => BigInt(row.last && row.callOutcome === outcome)
  return {
    attempts: BigInt(rows.length),
    calls: sum((row) => BigInt(row.last)),
    failed_calls: sum(ended('failed')),
    cancelled_calls: sum(ended('cancelled')),
    answered_calls: sum(ended('succeeded')),
    answered_latency_us: sum((row) => ended('succeeded')(row) * BigInt(Math.round(row.callLatencyMs * 1000))),
    input_tokens: sum((row) => row.inputTokens),
    output_tokens: sum((row) => row.outputTokens),
    cache_read_input_tokens: sum((row) => row.cacheReadInputTokens),
    cache_write_input_tokens: sum((row) => row.cacheWriteInputTokens),
    reasoning_output_tokens: sum((row) => row.reasoningOutputTokens),
    usage_estimated: sum((row) => BigInt(row.usageEstimated)),
    cost_nanos: sum((row) => row.costNanos),
    cost_estimated: sum((row) => BigInt(row.costEstimated)),
  }
}
