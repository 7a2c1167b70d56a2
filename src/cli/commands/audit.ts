import { create, toJsonString } from '@bufbuild/protobuf'
import { timestampDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { type AuditEvent, ListAuditEventsResponseSchema } from '#gen/switchyard/v1/audit_pb.js'
import type { GlobalOptions } from '../global-options.ts'
import { table } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { timeFrom } from '../time-option.ts'
import { allPages, TIMEOUT, withClient } from '../with-client.ts'

export interface AuditOptions extends GlobalOptions {
  readonly tenant?: string
  readonly principal?: string
  readonly resource?: string
  readonly action?: string
  readonly since?: string
  readonly until?: string
  readonly limit: number
}

/** Lists who changed what, the newest first. */
export function listAuditEvents(terminal: Terminal, options: AuditOptions): Promise<number> {
  const { tenant = '', principal = '', resource = '', action = '', since, until, limit } = options
  const filter = { tenant, principal, resource, action, ...timesOf(since, until) }
  return withClient(terminal, options, async (client) => {
    const auditEvents = await allPages(async (page) => {
      const found = await client.unary(AdminService.method.listAuditEvents, { ...filter, ...page }, TIMEOUT)
      return { items: found.auditEvents, nextPageToken: found.nextPageToken }
    }, limit)
    if (options.output === 'text') return asTable(auditEvents)
    const response = create(ListAuditEventsResponseSchema, { auditEvents })
    return toJsonString(ListAuditEventsResponseSchema, response, { prettySpaces: 2 })
  })
}

function timesOf(since: string | undefined, until: string | undefined) {
  return {
    ...(since !== undefined && { startTime: timeFrom('--since', since) }),
    ...(until !== undefined && { endTime: timeFrom('--until', until) }),
  }
}

/** What it was before and after is in the JSON. */
function asTable(events: readonly AuditEvent[]): string {
  return table([
    ['TIME', 'WHO', 'ACTION', 'RESOURCE', 'TENANT', 'TRACE'],
    ...events.map(({ createTime, principal, action, resource, tenant, traceId }) => [
      createTime ? timestampDate(createTime).toISOString() : '',
      principal,
      action,
      resource,
      tenant,
      traceId,
    ]),
  ])
}
