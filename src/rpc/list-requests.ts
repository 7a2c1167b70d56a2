import type { ListRequestsRequest, ListRequestsResponse } from '#gen/switchyard/v1/usage_report_pb.js'
import { invalidField } from '../core/errors.ts'
import type { LedgerRow } from '../usage/ledger.ts'
import type { RowPosition } from '../usage/reports.ts'
import type { UnaryHandler } from './handler.ts'
import { positionIn, tokenOf } from './position-token.ts'
import type { ReportOptions } from './query-usage.ts'
import { filterOf } from './usage-filter.ts'
import { toRecordedRequest } from './usage-messages.ts'

const DEFAULT_PAGE_SIZE = 100

export function listRequests(options: ReportOptions): UnaryHandler<ListRequestsRequest, ListRequestsResponse> {
  const { reports, clock } = options
  return async ({ filter, pageSize, pageToken }, { principal }) => {
    const limit = pageSize || DEFAULT_PAGE_SIZE
    const before = rowPosition(pageToken)
    const found = await reports.requests(filterOf(filter, principal, clock.now()), limit + 1, before)
    const page = found.slice(0, limit)
    return {
      $typeName: 'switchyard.v1.ListRequestsResponse',
      requests: page.map(toRecordedRequest),
      nextPageToken: found.length > limit ? tokenAfter(page.at(-1)) : '',
    }
  }
}

function tokenAfter(rows: readonly LedgerRow[] | undefined): string {
  const last = rows?.at(-1)
  return last ? tokenOf({ startTime: last.startTime, attemptId: last.attemptId }) : ''
}

function rowPosition(token: string): RowPosition | undefined {
  const position = positionIn(token)
  if (position === undefined) return undefined
  const { startTime, attemptId } = position as Partial<RowPosition>
  const isId = typeof attemptId === 'string' && !attemptId.includes('\0')
  if (Number.isSafeInteger(startTime) && isId) return { startTime: startTime as number, attemptId }
  throw invalidField('page_token', 'is not a token that this server gave')
}
