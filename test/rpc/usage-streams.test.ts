import { describe, expect, it } from 'vitest'
import {
  CalendarUnit,
  ExportFormat,
  ForecastMethod,
  RecommendationKind,
  RequestOutcome,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { operator } from '../../src/core/principal.ts'
import type { LedgerRow } from '../../src/usage/ledger.ts'
import type { UsageReports } from '../../src/usage/reports.ts'
import { ledgerRow } from '../support/ledger-row.ts'
import { openUsageService } from '../support/usage-service.ts'

const DAY_MS = 86_400_000

/** A ledger without end, which counts how many pages were read. */
function endless(): UsageReports & { pages: number } {
  return {
    pages: 0,
    query: () => Promise.reject(new Error('not asked')),
    requests: () => Promise.reject(new Error('not asked')),
    async rows(_filter, limit): Promise<readonly LedgerRow[]> {
      this.pages += 1
      return Array.from({ length: limit }, () => ledgerRow())
    },
  }
}

describe('ExportUsage', () => {
  it('reads the next rows only when those before were taken', async () => {
    const reports = endless()
    const { stream } = await openUsageService({ reports })
    const messages = stream('exportUsage', { format: ExportFormat.NDJSON })
    await messages.next()
    await messages.next()
    expect(reports.pages).toBe(2)
    await messages.return?.()
    expect(reports.pages).toBe(2)
  })

  it('stops when its caller leaves', async () => {
    const reports = endless()
    const leaving = new AbortController()
    const { stream } = await openUsageService({ reports })
    const messages = stream('exportUsage', { format: ExportFormat.CSV }, operator('local', 'local'), leaving.signal)
    await messages.next()
    await messages.next()
    leaving.abort(new Error('left'))
    await expect(messages.next()).rejects.toThrow('left')
    expect(reports.pages).toBeLessThanOrEqual(2)
  })

  it('says how many rows there are so far, and writes whole lines', async () => {
    const service = await openUsageService()
    const startTime = service.clock.now() - 1
    await service.record(...Array.from({ length: 1100 }, () => ledgerRow({ startTime })))
    const messages = service.stream('exportUsage', { format: ExportFormat.NDJSON })
    const rows: bigint[] = []
    for (let next = await messages.next(); !next.done; next = await messages.next()) {
      rows.push(next.value.rows)
      expect(Buffer.from(next.value.data).toString()).toMatch(/^\{.*\}\n$/s)
    }
    expect(rows).toEqual([500n, 1000n, 1100n])
  })

  it('asks for a format', async () => {
    const { stream } = await openUsageService()
    expect(() => stream('exportUsage', {})).toThrow(expect.objectContaining({ reasonName: 'INVALID_REQUEST' }))
  })
})

describe('WatchUsage', () => {
  it('tells a slow reader how many requests were left out', async () => {
    const { stream, feed } = await openUsageService()
    const messages = stream('watchUsage', {})
    await messages.next()
    for (let index = 0; index < 1005; index++) feed.tell([ledgerRow({ callOutcome: 'failed' })])
    for (let index = 0; index < 1000; index++) {
      expect((await messages.next()).value.event.value.outcome).toBe(RequestOutcome.FAILED)
    }
    expect((await messages.next()).value.event).toEqual({ case: 'droppedRequests', value: 5n })
    await messages.return?.()
  })

  it('gives its place back when its caller leaves', async () => {
    const { stream } = await openUsageService()
    for (let index = 0; index < 250; index++) {
      const leaving = new AbortController()
      const messages = stream('watchUsage', {}, operator('local', 'local'), leaving.signal)
      await messages.next()
      const next = messages.next()
      leaving.abort(new Error('left'))
      await expect(next).rejects.toThrow('left')
    }
  })

  it('takes no time', async () => {
    const { stream } = await openUsageService()
    await expect(stream('watchUsage', { filter: { endTime: { seconds: 1n, nanos: 0 } } }).next()).rejects.toMatchObject(
      {
        violations: [{ field: 'filter.end_time' }],
      },
    )
  })
})

describe('GetForecast', () => {
  it('goes on with what days in the named zone have cost', async () => {
    const service = await openUsageService()
    const now = service.clock.now()
    const hours = Array.from({ length: 24 * 60 }, (_, index) => now - (index + 0.5) * (DAY_MS / 24))
    await service.record(...hours.map((startTime) => ledgerRow({ startTime, costNanos: 1_000_000_000n })))
    const timeZone = 'Asia/Kolkata'
    const answer = await service.ask('getForecast', { period: CalendarUnit.MONTH, timeZone })
    expect(answer).toMatchObject({ method: ForecastMethod.TREND_AND_WEEKDAY, historyDays: 56 })
    // January 2027 has 744 hours, each a dollar.
    const dollars = Number(answer.forecast?.amountNanos) / 1e9
    expect(dollars).toBeGreaterThan(743)
    expect(dollars).toBeLessThan(745)
    expect(Number(answer.low?.amountNanos) / 1e9).toBeGreaterThan(740)
    expect(answer.startTime?.seconds).toBe(BigInt(Date.parse('2026-12-31T18:30:00Z') / 1000))
  })

  it('forecasts no hour, and knows its zones', async () => {
    const { ask } = await openUsageService()
    await expect(ask('getForecast', { period: CalendarUnit.HOUR })).rejects.toMatchObject({
      violations: [{ field: 'period' }],
    })
    await expect(ask('getForecast', { period: CalendarUnit.DAY, timeZone: 'X/Y' })).rejects.toMatchObject({
      violations: [{ field: 'time_zone' }],
    })
  })
})

describe('ListRecommendations', () => {
  it('names the cheaper model that is configured, with what it would have saved', async () => {
    const service = await openUsageService()
    const startTime = service.clock.now() - 1
    const tokens = { inputTokens: 10_000n, outputTokens: 10_000n, cacheReadInputTokens: 0n, costNanos: 40_000_000n }
    await service.record(...Array.from({ length: 100 }, () => ledgerRow({ startTime, ...tokens })))
    const { recommendations } = await service.ask('listRecommendations', {})
    expect(recommendations[0]).toMatchObject({
      kind: RecommendationKind.CHEAPER_MODEL,
      ...{ provider: 'openai', model: 'gpt-5-mini', suggestedProvider: 'openai', suggestedModel: 'small' },
      monthlySaving: { amountNanos: 2_000_000_000n },
      monthlyCost: { amountNanos: 4_000_000_000n },
      attempts: 100n,
    })
  })

  it('has nothing to say of a few requests', async () => {
    const service = await openUsageService()
    await service.record(...Array.from({ length: 99 }, () => ledgerRow({ startTime: service.clock.now() - 1 })))
    expect((await service.ask('listRecommendations', {})).recommendations).toEqual([])
  })
})
