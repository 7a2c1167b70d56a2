import { timestampDate } from '@bufbuild/protobuf/wkt'
import type { Money } from '#gen/switchyard/v1/usage_pb.js'
import {
  CalendarUnit,
  ForecastMethod,
  type GetForecastResponse,
  GetForecastResponseSchema,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { type FilterOptions, filterOf, show } from '../usage-options.ts'

interface ForecastOptions extends FilterOptions {
  readonly period: 'day' | 'week' | 'month'
  readonly timeZone: string
}

const TIMEOUT_MS = 60_000

const UNITS = { day: CalendarUnit.DAY, week: CalendarUnit.WEEK, month: CalendarUnit.MONTH } as const

const METHODS: Readonly<Record<ForecastMethod, string>> = {
  [ForecastMethod.UNSPECIFIED]: '',
  [ForecastMethod.NONE]: 'nothing was spent in eight weeks',
  [ForecastMethod.RATE]: 'goes on at the same rate: less than a week of history',
  [ForecastMethod.TREND]: 'trend of the days: less than three weeks of history',
  [ForecastMethod.TREND_AND_WEEKDAY]: 'trend of the days, and days of the week',
}

/** Shows what will have been spent at the end of the period. */
export function usageForecast(terminal: Terminal, options: ForecastOptions): Promise<number> {
  const request = { filter: filterOf(options), period: UNITS[options.period], timeZone: options.timeZone }
  return show(
    terminal,
    options,
    GetForecastResponseSchema,
    (client) => client.unary(UsageService.method.getForecast, request, { timeoutMs: TIMEOUT_MS }),
    asTable,
  )
}

function asTable({ endTime, spent, forecast, low, high, method, historyDays }: GetForecastResponse): string {
  return table([
    ['until', endTime ? timestampDate(endTime).toISOString() : ''],
    ['spent so far', cents(spent)],
    ['forecast', cents(forecast)],
    ['80 % range', low && high ? `${cents(low)} to ${cents(high)}` : 'not known yet'],
    ['method', METHODS[method]],
    ['days of history', String(historyDays)],
  ])
}

/** A forecast has no more than that to say. */
function cents(money: Money | undefined): string {
  return `$${(Number(money?.amountNanos ?? 0n) / 1e9).toFixed(2)}`
}
