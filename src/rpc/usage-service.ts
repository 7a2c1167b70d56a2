import { create } from '@bufbuild/protobuf'
import { durationFromMs, timestampFromMs } from '@bufbuild/protobuf/wkt'
import { CostSchema, UsageSchema } from '#gen/switchyard/v1/usage_pb.js'
import {
  type GetStatisticsRequest,
  type GetStatisticsResponse,
  GetStatisticsResponseSchema,
  ModelStatisticsSchema,
  type Statistics,
  StatisticsSchema,
  UsageService,
} from '#gen/switchyard/v1/usage_service_pb.js'
import type { Clock } from '../core/clock.ts'
import { invalidField } from '../core/errors.ts'
import { usd } from '../core/money.ts'
import type { Ledger, LedgerFigures } from '../usage/ledger.ts'
import type { ServiceHandlers } from './handler.ts'

export interface UsageServiceOptions {
  readonly ledger: Ledger
  readonly clock: Clock
}

const HOUR_MS = 3_600_000

const timeframes: ReadonlyMap<string, number> = new Map([
  ['1h', HOUR_MS],
  ['24h', 24 * HOUR_MS],
  ['7d', 7 * 24 * HOUR_MS],
  ['30d', 30 * 24 * HOUR_MS],
])

export function usageServiceHandlers({ ledger, clock }: UsageServiceOptions): ServiceHandlers {
  async function getStatistics({ timeframe }: GetStatisticsRequest): Promise<GetStatisticsResponse> {
    const length = timeframes.get(timeframe)
    if (length === undefined) throw invalidField('timeframe', 'must be 1h, 24h, 7d or 30d')
    const to = clock.now()
    const from = to - length
    const { total, models } = await ledger.statistics(from, to)
    return create(GetStatisticsResponseSchema, {
      startTime: timestampFromMs(from),
      endTime: timestampFromMs(to),
      total: toStatistics(total),
      models: models.map(({ provider, model, ...figures }) =>
        create(ModelStatisticsSchema, { provider, model, statistics: toStatistics(figures) }),
      ),
    })
  }
  return { desc: UsageService, handlers: { getStatistics } }
}

function toStatistics(figures: LedgerFigures): Statistics {
  return create(StatisticsSchema, {
    totalRequests: BigInt(figures.totalRequests),
    failedRequests: BigInt(figures.failedRequests),
    cancelledRequests: BigInt(figures.cancelledRequests),
    attempts: BigInt(figures.attempts),
    usage: create(UsageSchema, {
      inputTokens: figures.inputTokens,
      outputTokens: figures.outputTokens,
      cacheReadInputTokens: figures.cacheReadInputTokens,
      cacheWriteInputTokens: figures.cacheWriteInputTokens,
      reasoningOutputTokens: figures.reasoningOutputTokens,
      estimated: figures.usageEstimated,
    }),
    cost: create(CostSchema, { total: usd(figures.costNanos), estimated: figures.costEstimated }),
    averageLatency: toDuration(figures.averageLatencyMs),
    p50Latency: toDuration(figures.p50LatencyMs),
    p95Latency: toDuration(figures.p95LatencyMs),
    p99Latency: toDuration(figures.p99LatencyMs),
    errorRate: figures.totalRequests === 0 ? 0 : figures.failedRequests / figures.totalRequests,
  })
}

/** Whole microseconds: a duration's nanoseconds must be a whole number. */
function toDuration(milliseconds: number) {
  const microseconds = Math.round(milliseconds * 1000)
  const duration = durationFromMs(Math.floor(microseconds / 1000))
  duration.nanos += (microseconds % 1000) * 1000
  return duration
}
