import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  type CalendarUnit as CalendarUnitMessage,
  ForecastMethod as ForecastMethodMessage,
  type GetForecastRequest,
  type GetForecastResponse,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { pieceAround, piecesOf, type TimeSpan } from '../core/calendar.ts'
import { invalidField } from '../core/errors.ts'
import { usd } from '../core/money.ts'
import type { TimeZone } from '../core/time-zone.ts'
import { type DaySpend, type ForecastInput, type ForecastMethod, forecast, type HourSpend } from '../usage/forecast.ts'
import type { UsageFilter, UsageReports } from '../usage/reports.ts'
import type { UnaryHandler } from './handler.ts'
import type { ReportOptions } from './query-usage.ts'
import { timelessFilterOf, timeZoneOf, UNITS } from './usage-filter.ts'

const DAY_MS = 86_400_000
const HISTORY_DAYS = 56

const METHODS: Readonly<Record<ForecastMethod, ForecastMethodMessage>> = {
  none: ForecastMethodMessage.NONE,
  rate: ForecastMethodMessage.RATE,
  trend: ForecastMethodMessage.TREND,
  trend_and_weekday: ForecastMethodMessage.TREND_AND_WEEKDAY,
}

export function getForecast({ reports, clock }: ReportOptions): UnaryHandler<GetForecastRequest, GetForecastResponse> {
  return async (request, { principal }) => {
    const zone = timeZoneOf(request.timeZone)
    const filter = timelessFilterOf(request.filter, principal)
    const now = clock.now()
    const period = pieceAround(now, periodOf(request.period), zone)
    const from = zone.firstInstantAt(midnight(zone.wallTime(now)) - HISTORY_DAYS * DAY_MS)
    const hours = await spendByHour({ ...filter, from, to: now }, zone, reports)
    const { spent, forecast: expected, range, method, historyDays } = forecast(inputOf(now, period, hours, zone))
    return {
      $typeName: 'switchyard.v1.GetForecastResponse',
      startTime: timestampFromMs(period.from),
      endTime: timestampFromMs(period.to),
      spent: usd(spent),
      forecast: usd(expected),
      ...(range && { low: usd(range.low), high: usd(range.high) }),
      method: METHODS[method],
      historyDays,
    }
  }
}

function periodOf(period: CalendarUnitMessage): 'day' | 'week' | 'month' {
  const unit = UNITS[period]
  if (unit === undefined || unit === 'hour') throw invalidField('period', 'must be a day, a week or a month')
  return unit
}

async function spendByHour(filter: UsageFilter, zone: TimeZone, reports: UsageReports): Promise<HourSpend[]> {
  const pieces = piecesOf(filter, 'hour', zone)
  const whole = { groupBy: [], order: [], total: false, percentiles: false, limit: pieces.length, offset: 0 }
  const { groups } = await reports.query({ filter, pieces, ...whole })
  const spends = new Map(groups.map(({ time, figures }) => [time.from, figures.costNanos]))
  return pieces.map(({ from, to }) => {
    return { from, to, nanos: spends.get(from) ?? 0n, hourOfDay: new Date(zone.wallTime(from)).getUTCHours() }
  })
}

function inputOf(now: number, period: TimeSpan, hours: readonly HourSpend[], zone: TimeZone): ForecastInput {
  const today = pieceAround(now, 'day', zone)
  const past = piecesOf({ from: hours[0]?.from ?? today.from, to: today.from }, 'day', zone)
  const byDay = Map.groupBy(hours, ({ from }) => midnight(zone.wallTime(from)))
  const toDay = (day: TimeSpan): DaySpend => {
    const date = midnight(zone.wallTime(day.from))
    return { ...day, weekday: new Date(date).getUTCDay(), hours: byDay.get(date) ?? [] }
  }
  const coming = piecesOf({ from: today.to, to: period.to }, 'day', zone).map(toDay)
  return { now, period, past: past.map(toDay), today: toDay(today), coming }
}

function midnight(wall: number): number {
  return Math.floor(wall / DAY_MS) * DAY_MS
}
