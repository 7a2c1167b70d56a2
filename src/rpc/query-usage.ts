import { timestampFromMs } from '@bufbuild/protobuf/wkt'
import {
  type QueryUsageRequest,
  type QueryUsageResponse,
  RequestOutcome,
  type UsageGroup as UsageGroupMessage,
  UsageOrder as UsageOrderMessage,
} from '#gen/switchyard/v1/usage_report_pb.js'
import { mostPieces, piecesOf, type TimeSpan } from '../core/calendar.ts'
import type { Clock } from '../core/clock.ts'
import { invalidField } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import type { LedgerOutcome } from '../usage/ledger.ts'
import type { UsageGroup, UsageOrder, UsageQuery, UsageReports } from '../usage/reports.ts'
import type { UnaryHandler } from './handler.ts'
import type { ListTokens, PageTokens } from './page-tokens.ts'
import { DIMENSIONS, filterOf, timeZoneOf, UNITS } from './usage-filter.ts'
import { OUTCOMES, toStatistics } from './usage-messages.ts'

export interface ReportOptions {
  readonly reports: UsageReports
  readonly clock: Clock
  readonly pageTokens: PageTokens
}

const DEFAULT_PAGE_SIZE = 100
const MAX_PIECES = 2500

const ORDERS: Readonly<Record<UsageOrderMessage, readonly UsageOrder[]>> = {
  [UsageOrderMessage.UNSPECIFIED]: ['time', 'cost'],
  [UsageOrderMessage.TIME]: ['time'],
  [UsageOrderMessage.COST]: ['cost'],
  [UsageOrderMessage.REQUESTS]: ['requests'],
  [UsageOrderMessage.FAILED_REQUESTS]: ['failedRequests'],
  [UsageOrderMessage.TOKENS]: ['tokens'],
}

/** Where a list of groups goes on: in the time that its first page had, though `now` is another one by then. */
interface Page extends TimeSpan {
  readonly offset: number
}

export function queryUsage(options: ReportOptions): UnaryHandler<QueryUsageRequest, QueryUsageResponse> {
  const { reports, clock, pageTokens } = options
  return async (request, { principal }) => {
    const tokens = pageTokens.of(request, principal)
    const query = queryOf(request, principal, clock.now(), pageIn(tokens))
    const { total, groups, more } = await reports.query(query)
    const { from, to } = query.filter
    return {
      $typeName: 'switchyard.v1.QueryUsageResponse',
      startTime: timestampFromMs(from),
      endTime: timestampFromMs(to),
      ...(total && { total: toStatistics(total, query.percentiles) }),
      groups: groups.map((group) => toGroup(group, query.percentiles)),
      nextPageToken: more ? tokens.tokenAfter(positionOf({ from, to, offset: query.offset + groups.length })) : '',
    }
  }
}

function queryOf(request: QueryUsageRequest, principal: Principal, now: number, page: Page | undefined): UsageQuery {
  const filter = { ...filterOf(request.filter, principal, now), ...(page && { from: page.from, to: page.to }) }
  return {
    filter,
    pieces: piecesIn(filter, request),
    groupBy: request.groupBy.flatMap((dimension) => DIMENSIONS[dimension] ?? []),
    order: ORDERS[request.order].map((by) => ({ by, ascending: request.ascending || isTimeOfDefault(by, request) })),
    total: true,
    percentiles: request.percentiles,
    limit: request.pageSize || DEFAULT_PAGE_SIZE,
    offset: page?.offset ?? 0,
  }
}

/** Without an order, time goes on as it does. */
function isTimeOfDefault(by: UsageOrder, { order }: QueryUsageRequest): boolean {
  return by === 'time' && order === UsageOrderMessage.UNSPECIFIED
}

function piecesIn(time: TimeSpan, { timeBucket, timeZone }: QueryUsageRequest): TimeSpan[] | undefined {
  const zone = timeZoneOf(timeZone)
  const unit = UNITS[timeBucket]
  if (!unit || time.from === time.to) return undefined
  const tooMany = () => invalidField('time_bucket', `splits the time into more than ${MAX_PIECES} pieces`)
  // What the calendar sets forth exactly is worked out only where it can be few.
  if (mostPieces(time, unit) > 2 * MAX_PIECES) throw tooMany()
  const pieces = piecesOf(time, unit, zone)
  if (pieces.length > MAX_PIECES) throw tooMany()
  return pieces
}

function positionOf(page: Page): string {
  return JSON.stringify(page)
}

/** What is signed was written by {@link positionOf}. */
function pageIn({ position }: ListTokens): Page | undefined {
  return position === undefined ? undefined : (JSON.parse(position) as Page)
}

function toGroup({ time, values, figures }: UsageGroup, percentiles: boolean): UsageGroupMessage {
  const { outcome, ...names } = Object.fromEntries(values)
  return {
    $typeName: 'switchyard.v1.UsageGroup',
    startTime: timestampFromMs(time.from),
    endTime: timestampFromMs(time.to),
    ...names,
    outcome: outcome === undefined ? RequestOutcome.UNSPECIFIED : OUTCOMES[outcome as LedgerOutcome],
    statistics: toStatistics(figures, percentiles),
  }
}
