import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt'
import type {
  AuditEvent as AuditEventMessage,
  ListAuditEventsRequest,
  ListAuditEventsResponse,
} from '#gen/switchyard/v1/audit_pb.js'
import type { AuditEvent, AuditFilter, AuditLog, AuditPosition } from '../core/audit.ts'
import { invalidField } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'
import type { UnaryHandler } from './handler.ts'
import { type PageOptions, pageSizeOf } from './page.ts'
import { maySee } from './tenants.ts'

export interface AuditEventOptions extends PageOptions {
  readonly audit: AuditLog
}

export function listAuditEvents({
  audit,
  pageTokens,
}: AuditEventOptions): UnaryHandler<ListAuditEventsRequest, ListAuditEventsResponse> {
  return async (request, { principal }) => {
    const filter = filterOf(request, principal)
    const { position, tokenAfter } = pageTokens.of(request, principal)
    const size = pageSizeOf(request)
    const isHidden = filter.tenant !== undefined && !maySee(principal, filter.tenant)
    // One more than the page holds tells whether there is another page.
    const query = { ...filter, before: position === undefined ? undefined : toPosition(position), limit: size + 1 }
    const found = isHidden ? [] : await audit.query(query)
    const page = found.slice(0, size)
    const last = page.at(-1)
    const nextPageToken = last && page.length < found.length ? tokenAfter(`${last.time}/${last.id}`) : ''
    return { $typeName: 'switchyard.v1.ListAuditEventsResponse', auditEvents: page.map(toMessage), nextPageToken }
  }
}

function filterOf(request: ListAuditEventsRequest, { reach, tenant }: Principal): AuditFilter {
  const { startTime, endTime } = request
  const from = startTime && wholeMilliseconds(startTime)
  const to = endTime && wholeMilliseconds(endTime)
  if (from !== undefined && to !== undefined && to <= from) throw invalidField('end_time', 'must be after start_time')
  return {
    tenant: request.tenant || (reach === 'platform' ? undefined : tenant),
    principal: request.principal || undefined,
    resource: request.resource || undefined,
    action: request.action || undefined,
    from,
    to,
  }
}

/** Events have whole milliseconds: one is at or after a time in between when it is at or after the next of them. */
function wholeMilliseconds({ seconds, nanos }: Timestamp): number {
  return Number(seconds) * 1000 + Math.ceil(nanos / 1_000_000)
}

function toPosition(text: string): AuditPosition {
  const slash = text.indexOf('/')
  return { time: Number(text.slice(0, slash)), id: text.slice(slash + 1) }
}

function toMessage({ id, time, before, after, ...facts }: AuditEvent): AuditEventMessage {
  return {
    $typeName: 'switchyard.v1.AuditEvent',
    ...facts,
    id,
    createTime: timestampFromMs(time),
    beforeJson: before ?? '',
    afterJson: after ?? '',
  }
}
