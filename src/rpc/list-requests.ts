import type { ListRequestsRequest, ListRequestsResponse } from '#gen/switchyard/v1/usage_report_pb.js'
import type { LedgerRow } from '../usage/ledger.ts'
import type { RowPosition } from '../usage/reports.ts'
import type { UnaryHandler } from './handler.ts'
import type { ListTokens } from './page-tokens.ts'
import type { ReportOptions } from './query-usage.ts'
import { filterOf } from './usage-filter.ts'
import { toRecordedRequest } from './usage-messages.ts'

const DEFAULT_PAGE_SIZE = 100

export function listRequests(options: ReportOptions): UnaryHandler<ListRequestsRequest, ListRequestsResponse> {
  const { reports, clock } = options
  return async (request, { principal }) => {
    const limit = request.pageSize || DEFAULT_PAGE_SIZE
    const tokens = options.pageTokens.of(request, principal)
    const filter = filterOf(request.filter, principal, clock.now())
    const found = await reports.requests(filter, limit + 1, positionIn(tokens))
    const page = found.slice(0, limit)
    const last = page.at(-1)?.at(-1)
    return {
      $typeName: 'switchyard.v1.ListRequestsResponse',
      requests: page.map(toRecordedRequest),
      nextPageToken: last && found.length > limit ? tokens.tokenAfter(positionOf(last)) : '',
    }
  }
}

function positionOf({ startTime, attemptId }: LedgerRow): string {
  return JSON.stringify({ startTime, attemptId } satisfies RowPosition)
}

/** What is signed was written by {@link positionOf}. */
function positionIn({ position }: ListTokens): RowPosition | undefined {
  return position === undefined ? undefined : (JSON.parse(position) as RowPosition)
}
