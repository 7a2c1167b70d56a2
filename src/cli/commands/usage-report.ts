import { timestampDate } from '@bufbuild/protobuf/wkt'
import {
  CalendarUnit,
  type QueryUsageResponse,
  QueryUsageResponseSchema,
  RequestOutcome,
  type Statistics,
  UsageDimension,
  type UsageGroup,
  UsageOrder,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { UsageService } from '#gen/switchyard/v1/usage_service_pb.js'
import { UsageError } from '../errors.ts'
import { cost, seconds, tokens } from '../format.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { type FilterOptions, filterOf, show } from '../usage-options.ts'

interface ReportOptions extends FilterOptions {
  readonly by: string
  readonly every?: string
  readonly timeZone: string
  readonly order?: string
  readonly ascending?: boolean
  readonly percentiles?: boolean
  readonly limit: number
}

const TIMEOUT_MS = 60_000

const DIMENSIONS: Readonly<Record<string, UsageDimension>> = {
  model: UsageDimension.MODEL,
  provider: UsageDimension.PROVIDER,
  tenant: UsageDimension.TENANT,
  user: UsageDimension.USER,
  project: UsageDimension.PROJECT,
  key: UsageDimension.KEY,
  agent: UsageDimension.AGENT,
  task: UsageDimension.TASK_TYPE,
  route: UsageDimension.ROUTE,
  outcome: UsageDimension.OUTCOME,
}

const ORDERS: Readonly<Record<string, UsageOrder>> = {
  time: UsageOrder.TIME,
  cost: UsageOrder.COST,
  requests: UsageOrder.REQUESTS,
  failed: UsageOrder.FAILED_REQUESTS,
  tokens: UsageOrder.TOKENS,
}

/** Shows what was used, split as the options say. */
export function usageReport(terminal: Terminal, options: ReportOptions): Promise<number> {
  const names = options.by.split(',').map((name) => name.trim())
  const request = {
    filter: filterOf(options),
    groupBy: names.filter((name) => name !== '').map(dimensionOf),
    timeBucket:
      CalendarUnit[(options.every ?? '').toUpperCase() as keyof typeof CalendarUnit] ?? CalendarUnit.UNSPECIFIED,
    timeZone: options.timeZone,
    order: ORDERS[options.order ?? ''] ?? UsageOrder.UNSPECIFIED,
    ascending: options.ascending ?? false,
    percentiles: options.percentiles ?? false,
    pageSize: options.limit,
  }
  return show(
    terminal,
    options,
    QueryUsageResponseSchema,
    (client) => client.unary(UsageService.method.queryUsage, request, { timeoutMs: TIMEOUT_MS }),
    (answer) => asTable(answer, names, options),
  )
}

function dimensionOf(name: string): UsageDimension {
  const dimension = DIMENSIONS[name]
  if (dimension !== undefined) return dimension
  throw new UsageError(`--by takes ${Object.keys(DIMENSIONS).join(', ')}, not “${name}”.`)
}

function asTable(
  { total, groups, nextPageToken }: QueryUsageResponse,
  names: string[],
  options: ReportOptions,
): string {
  const shown = names.filter((name) => name !== '')
  const keys = [...(options.every ? ['from'] : []), ...shown]
  const ends = keys.length > 0 ? ['total', ...keys.slice(1).map(() => '')] : []
  const latencies = options.percentiles ? ['P50', 'P95', 'P99'] : []
  return table([
    [
      ...keys.map((key) => key.toUpperCase()),
      'REQUESTS',
      'FAILED',
      'ATTEMPTS',
      'TOKENS',
      'COST',
      'AVERAGE',
      ...latencies,
    ],
    ...groups.map((group) => [...keys.map((key) => cell(group, key)), ...figures(group.statistics, options)]),
    ...(nextPageToken === '' ? [] : [['…']]),
    [...ends, ...figures(total, options)],
  ])
}

function cell(group: UsageGroup, key: string): string {
  switch (key) {
    case 'from':
      return group.startTime ? timestampDate(group.startTime).toISOString() : ''
    case 'outcome':
      return RequestOutcome[group.outcome].toLowerCase()
    case 'task':
      return group.taskType || '(none)'
    default:
      return (group[key as 'model'] ?? '') || '(none)'
  }
}

function figures(statistics: Statistics | undefined, { percentiles }: ReportOptions): string[] {
  if (!statistics) return []
  const { p50Latency, p95Latency, p99Latency } = statistics
  return [
    String(statistics.totalRequests),
    String(statistics.failedRequests),
    String(statistics.attempts),
    tokens(statistics.usage),
    cost(statistics.cost),
    seconds(statistics.averageLatency),
    ...(percentiles ? [p50Latency, p95Latency, p99Latency].map(seconds) : []),
  ]
}
