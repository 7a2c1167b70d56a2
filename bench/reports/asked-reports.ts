import { type CalendarUnit, piecesOf } from '../../src/core/calendar.ts'
import { TimeZone } from '../../src/core/time-zone.ts'
import { readStatistics } from '../../src/store/ledger-statistics.ts'
import { DAY_MS } from '../../src/store/rollups/periods.ts'
import type { UsageDimension, UsageFilter, UsageOrder, UsageQuery, UsageReports } from '../../src/usage/reports.ts'

/** A report as `UsageService` asks the store for it, of a time that ends at `to`. */
export interface AskedReport {
  readonly title: string
  ask(reports: UsageReports, to: number): Promise<unknown>
}

interface Usage {
  readonly days: number
  readonly by?: readonly UsageDimension[]
  readonly every?: CalendarUnit
  readonly zone?: string
  readonly values?: Partial<Record<UsageDimension, string>>
  readonly scope?: UsageFilter['scope']
  readonly order?: UsageOrder
  readonly percentiles?: boolean
  readonly total?: boolean
  readonly limit?: number
}

const OWN = { tenant: 'tenant-1', principal: 'key-1' }

/** Those that are answered from roll-ups. */
export const SUMMED: readonly AskedReport[] = [
  statistics('statistics of 24 hours', 1),
  statistics('statistics of 30 days', 30),
  usage('a year by model', { days: 365, by: ['provider', 'model'] }),
  usage('a year by model, percentiles', { days: 365, by: ['provider', 'model'], percentiles: true }),
  usage('a year by month and key, Berlin', { days: 365, by: ['key'], every: 'month', zone: 'Europe/Berlin' }),
  usage('a year by week and project', { days: 365, by: ['project'], every: 'week' }),
  usage('a year by day and model, Berlin', { days: 365, by: ['model'], every: 'day', zone: 'Europe/Berlin' }),
  usage('a year of one tenant by user', { days: 365, by: ['user'], values: { tenant: 'tenant-1' } }),
  usage('a year by key and model', { days: 365, by: ['key', 'model'] }),
  usage('30 days by project and agent', { days: 30, by: ['project', 'agent'] }),
  usage('30 days by day and model, percentiles', { days: 30, by: ['model'], every: 'day', percentiles: true }),
  usage('30 days by day and key, Kolkata', { days: 30, by: ['key'], every: 'day', zone: 'Asia/Kolkata' }),
  usage('30 days by hour and model', { days: 30, by: ['model'], every: 'hour' }),
  usage('24 hours by key', { days: 1, by: ['key'] }),
  usage('24 hours by hour and key, Kolkata', { days: 1, by: ['key'], every: 'hour', zone: 'Asia/Kolkata' }),
  usage('forecast', { days: 57, every: 'hour', total: false, limit: 2000 }),
  usage('forecast of one caller', { days: 57, every: 'hour', total: false, limit: 2000, scope: OWN }),
  usage('recommendations', {
    days: 30,
    by: ['provider', 'model', 'agent', 'taskType'],
    order: 'cost',
    total: false,
    limit: 1000,
  }),
]

/** Those that are answered from rows. */
export const FROM_ROWS: readonly AskedReport[] = [
  statistics('statistics of 24 hours of one caller', 1, OWN),
  statistics('statistics of 30 days of one caller', 30, OWN),
  usage('24 hours by key, percentiles', { days: 1, by: ['key'], percentiles: true }),
  usage('30 days by day and model, Kathmandu', { days: 30, by: ['model'], every: 'day', zone: 'Asia/Kathmandu' }),
  {
    title: 'a page of requests',
    ask: (reports, to) => reports.requests(filterOf({ days: 30 }, to), 100),
  },
  {
    title: 'a page of failed requests of one key',
    ask: (reports, to) =>
      reports.requests(filterOf({ days: 30, values: { key: 'key-7', outcome: 'failed' } }, to), 100),
  },
]

function statistics(title: string, days: number, scope: UsageFilter['scope'] = {}): AskedReport {
  return { title, ask: (reports, to) => readStatistics(reports, to - days * DAY_MS, to, scope) }
}

function usage(title: string, wanted: Usage): AskedReport {
  return { title, ask: (reports, to) => reports.query(queryOf(wanted, to)) }
}

function queryOf(
  { by = [], every, zone = 'UTC', order, percentiles = false, total = true, limit = 100, ...of }: Usage,
  to: number,
): UsageQuery {
  const filter = filterOf(of, to)
  return {
    filter,
    pieces: every && piecesOf(filter, every, new TimeZone(zone)),
    groupBy: by,
    order: [
      { by: order ?? 'time', ascending: order === undefined },
      { by: 'cost', ascending: false },
    ],
    total,
    percentiles,
    limit,
    offset: 0,
  }
}

function filterOf(
  { days, values = {}, scope = {} }: Pick<Usage, 'days' | 'values' | 'scope'>,
  to: number,
): UsageFilter {
  const wanted = Object.entries(values).map(([name, value]): [UsageDimension, string[]] => [
    name as UsageDimension,
    [value],
  ])
  return { from: to - days * DAY_MS, to, scope, values: new Map(wanted), labels: new Map() }
}
