import { create } from '@bufbuild/protobuf'
import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  type GetStatisticsRequest,
  type GetStatisticsResponse,
  GetStatisticsResponseSchema,
  ModelStatisticsSchema,
  UsageService,
} from '#gen/switchyard/v1/usage_service_pb.js'
import { invalidField } from '../core/errors.ts'
import type { Ledger } from '../usage/ledger.ts'
import { scopeOf } from '../usage/scope.ts'
import { exportUsage } from './export-usage.ts'
import { getForecast } from './get-forecast.ts'
import type { ServiceHandlers, UnaryHandler } from './handler.ts'
import { listRecommendations, type RecommendationOptions } from './list-recommendations.ts'
import { listRequests } from './list-requests.ts'
import { queryUsage } from './query-usage.ts'
import { toStatistics } from './usage-messages.ts'
import { type WatchOptions, watchUsage } from './watch-usage.ts'

export interface UsageServiceOptions extends RecommendationOptions, WatchOptions {
  readonly ledger: Ledger
}

const HOUR_MS = 3_600_000

const timeframes: ReadonlyMap<string, number> = new Map([
  ['1h', HOUR_MS],
  ['24h', 24 * HOUR_MS],
  ['7d', 7 * 24 * HOUR_MS],
  ['30d', 30 * 24 * HOUR_MS],
])

export function usageService(options: UsageServiceOptions): ServiceHandlers {
  return {
    desc: UsageService,
    handlers: {
      getStatistics: getStatistics(options),
      queryUsage: queryUsage(options),
      listRequests: listRequests(options),
      exportUsage: exportUsage(options),
      watchUsage: watchUsage(options),
      getForecast: getForecast(options),
      listRecommendations: listRecommendations(options),
    },
  }
}

type StatisticsHandler = UnaryHandler<GetStatisticsRequest, GetStatisticsResponse>

export function getStatistics({ ledger, clock }: Pick<UsageServiceOptions, 'ledger' | 'clock'>): StatisticsHandler {
  return async ({ timeframe }, { principal }) => {
    const length = timeframes.get(timeframe)
    if (length === undefined) throw invalidField('timeframe', 'must be 1h, 24h, 7d or 30d')
    const to = clock.now()
    const from = to - length
    const { total, models } = await ledger.statistics(from, to, scopeOf(principal))
    return create(GetStatisticsResponseSchema, {
      startTime: timestampFromMs(from),
      endTime: timestampFromMs(to),
      total: toStatistics(total),
      models: models.map(({ provider, model, ...figures }) =>
        create(ModelStatisticsSchema, { provider, model, statistics: toStatistics(figures) }),
      ),
    })
  }
}
