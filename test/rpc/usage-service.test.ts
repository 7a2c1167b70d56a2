import { create, toJson } from '@bufbuild/protobuf'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  GetStatisticsRequestSchema,
  type GetStatisticsResponse,
  GetStatisticsResponseSchema,
} from '#gen/switchyard/v1/usage_service_pb.js'
import { systemClock } from '../../src/core/clock.ts'
import { operator } from '../../src/core/principal.ts'
import { newProgress, type RequestContext } from '../../src/rpc/handler.ts'
import { getStatistics } from '../../src/rpc/usage-service.ts'
import { openStore } from '../../src/store/open-store.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import { ledgerRow } from '../support/ledger-row.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const HOUR_MS = 3_600_000

const context: RequestContext = {
  principal: operator('local', 'local'),
  signal: new AbortController().signal,
  deadline: NOW + HOUR_MS,
  header: () => undefined,
  requestId: 'request',
  progress: newProgress(),
}

async function statisticsOf(rows: readonly LedgerRow[], timeframe: string): Promise<GetStatisticsResponse> {
  const store = await openStore({ url: 'sqlite::memory:' })
  onTestFinished(() => store.close())
  const { ledger } = store
  await ledger.record(rows)
  const handle = getStatistics({ ledger, clock: { ...systemClock, now: () => NOW } })
  return handle(create(GetStatisticsRequestSchema, { timeframe }), context)
}

describe('UsageService.GetStatistics', () => {
  it('answers with totals and a row for each model', async () => {
    const rows = [
      ledgerRow({ startTime: NOW - 10, callLatencyMs: 1500.25 }),
      ledgerRow({ startTime: NOW - 10, callLatencyMs: 500.125, costEstimated: true }),
      ledgerRow({ startTime: NOW - 10, outcome: 'failed', model: 'gpt-5', costNanos: 0n }),
    ]
    expect(toJson(GetStatisticsResponseSchema, await statisticsOf(rows, '1h'))).toMatchObject({
      startTime: '2026-11-21T11:00:00Z',
      endTime: '2026-11-21T12:00:00Z',
      total: {
        totalRequests: '3',
        failedRequests: '1',
        attempts: '3',
        usage: { inputTokens: '3600', outputTokens: '900', cacheReadInputTokens: '2400', reasoningOutputTokens: '192' },
        cost: { total: { currencyCode: 'USD', amountNanos: '1440000' }, estimated: true },
        averageLatency: '1.000188s',
        p50Latency: '0.512500s',
        p95Latency: '1.525s',
        p99Latency: '1.525s',
        errorRate: 1 / 3,
      },
      models: [
        { provider: 'openai', model: 'gpt-5-mini', statistics: { totalRequests: '2' } },
        { provider: 'openai', model: 'gpt-5', statistics: { totalRequests: '1', failedRequests: '1', errorRate: 1 } },
      ],
    })
  })

  it.each([
    ['1h', 1n],
    ['24h', 2n],
    ['7d', 3n],
    ['30d', 4n],
  ])('counts over %s only what began in it', async (timeframe, requests) => {
    const hoursAgo = [1, 24, 7 * 24, 30 * 24]
    const rows = hoursAgo.flatMap((hours) => [
      ledgerRow({ startTime: NOW - hours * HOUR_MS }),
      ledgerRow({ startTime: NOW - hours * HOUR_MS - 1, outcome: 'failed' }),
    ])
    const { total } = await statisticsOf(rows, timeframe)
    // Of each pair the second began a millisecond before the shortest time that holds the first.
    expect(total?.totalRequests).toBe(2n * requests - 1n)
  })

  it('answers with zeros when nothing happened', async () => {
    const { total, models } = await statisticsOf([], '24h')
    expect(total).toMatchObject({ totalRequests: 0n, errorRate: 0, averageLatency: { seconds: 0n, nanos: 0 } })
    expect(models).toEqual([])
  })

  it('refuses a timeframe that is none of the four', async () => {
    await expect(statisticsOf([], 'toString')).rejects.toMatchObject({ reasonName: 'INVALID_REQUEST' })
  })
})
