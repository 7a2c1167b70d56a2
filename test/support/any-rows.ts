import fc from 'fast-check'
import { latencyOf } from '../../src/store/rollups/latency-bucket.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { matches } from '../../src/usage/matches.ts'
import type { UsageDimension, UsageFigures, UsageFilter } from '../../src/usage/reports.ts'
import { anyCalls, rowsOf } from './any-calls.ts'

/** All that reports can be grouped by. */
export const DIMENSIONS: readonly UsageDimension[] = [
  'model',
  'provider',
  'tenant',
  'user',
  'project',
  'key',
  'agent',
  'taskType',
  'route',
  'outcome',
]

const anyText = fc.constantFrom('', 'a', 'b', "o'clock", '"quoted"', '100 %')

const anyLabels = fc.dictionary(
  fc.constantFrom('team', 'x"team', 'a,"b', ''),
  fc.constantFrom('search', 'x","team":"search', '\u0000', ''),
)

const anyOwner = fc.record({
  tenant: fc.constantFrom('acme', 'globex'),
  principal: fc.constantFrom('key-1', 'key-2'),
  user: anyText,
  project: anyText,
  key: anyText,
  sourceAgent: anyText,
  taskType: anyText,
  route: anyText,
  labels: anyLabels.map((labels) => JSON.stringify(labels)),
})

/** Calls of several tenants, as the ledger keeps them, in a time that begins at `base`. */
export function anyRows(base: number): fc.Arbitrary<LedgerRow[]> {
  return fc.tuple(anyCalls, fc.array(anyOwner, { minLength: 1, maxLength: 8 })).map(([calls, owners]) => {
    const calling = Map.groupBy(rowsOf(calls, base), ({ callId }) => callId)
    return [...calling.values()].flatMap((rows, index) => {
      const callOutcome = rows.at(-1)?.callOutcome ?? 'failed'
      return rows.map((row) => ({ ...row, ...owners[index % owners.length], callOutcome }))
    })
  })
}

/** Filters of which many rows pass some. */
export const anyFilter: fc.Arbitrary<Omit<UsageFilter, 'from' | 'to'>> = fc.record({
  scope: fc.constantFrom({}, { tenant: 'acme' }, { tenant: 'globex', principal: 'key-1' }),
  values: fc
    .subarray<[UsageDimension, string[]]>(
      [
        ['tenant', ['acme']],
        ['agent', ['', 'a', "o'clock"]],
        ['project', ['"quoted"', '']],
        ['outcome', ['succeeded', 'failed']],
        ['model', ['gpt-4.1']],
      ],
      { maxLength: 2 },
    )
    .map((pairs) => new Map(pairs)),
  labels: fc
    .subarray<[string, string]>(
      [
        ['team', 'search'],
        ['', ''],
        ['a,"b', '\u0000'],
      ],
      { maxLength: 1 },
    )
    .map((pairs) => new Map(pairs)),
})

/** The rows that pass, by the plainest means. */
export function passing(rows: readonly LedgerRow[], filter: UsageFilter): LedgerRow[] {
  return rows.filter((row) => row.startTime >= filter.from && row.startTime < filter.to && matches(row, filter))
}

/** The figures of rows by the plainest means; percentiles as the middle of the bucket that the exact one is in. */
export function foldedFigures(rows: readonly LedgerRow[]): UsageFigures {
  const lasts = rows.filter((row) => row.last)
  const answered = lasts.filter((row) => row.callOutcome === 'succeeded')
  const latencies = answered.map((row) => row.callLatencyMs).sort((a, b) => a - b)
  const sum = (of: (row: LedgerRow) => bigint) => rows.reduce((total, row) => total + of(row), 0n)
  const percentile = (percent: number) => {
    const exact = latencies[Math.ceil((latencies.length * percent) / 100) - 1]
    return exact === undefined ? 0 : latencyOf(bucketOf(Math.round(exact * 1000))) / 1000
  }
  return {
    totalRequests: lasts.length,
    failedRequests: lasts.filter((row) => row.callOutcome === 'failed').length,
    cancelledRequests: lasts.filter((row) => row.callOutcome === 'cancelled').length,
    attempts: rows.length,
    meteredAttempts: rows.filter((row) => row.inputTokens > 0n).length,
    cacheReadAttempts: rows.filter((row) => row.cacheReadInputTokens > 0n).length,
    inputTokens: sum((row) => row.inputTokens),
    outputTokens: sum((row) => row.outputTokens),
    cacheReadInputTokens: sum((row) => row.cacheReadInputTokens),
    cacheWriteInputTokens: sum((row) => row.cacheWriteInputTokens),
    reasoningOutputTokens: sum((row) => row.reasoningOutputTokens),
    usageEstimated: rows.some((row) => row.usageEstimated),
    costNanos: sum((row) => row.costNanos),
    costEstimated: rows.some((row) => row.costEstimated),
    averageLatencyMs: latencies.length === 0 ? 0 : latencies.reduce((a, b) => a + b, 0) / latencies.length,
    p50LatencyMs: percentile(50),
    p95LatencyMs: percentile(95),
    p99LatencyMs: percentile(99),
  }
}

/** Where the bucket of a latency begins, both in microseconds. */
function bucketOf(us: number): number {
  const one = 10 ** Math.min(String(us).length - 1, 9)
  const share = us < 2 * one ? 20 : us < 5 * one ? 10 : 4
  const step = Math.max(1, Math.floor(one / share))
  return Math.floor(us / step) * step
}
