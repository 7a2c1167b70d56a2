import type { AuditFacts } from '../core/audit.ts'
import type { Change } from './change.ts'
import { kindOf, titleOf } from './overlay.ts'

/** What a change of the configuration leaves in the audit log: it concerns the whole service. */
export function auditOf(change: Change, before: string | undefined, after: string | undefined): AuditFacts {
  const { action, principal, traceId } = change
  const told = (json: string | undefined) => (json === undefined ? undefined : (kindOf(change)?.told?.(json) ?? json))
  const resource = titleOf(change)
  return { action, principal, traceId, tenant: '', resource, before: told(before), after: told(after) }
}

/** What taking it back leaves. */
export function undoneAudit({ before, after, ...facts }: AuditFacts): AuditFacts {
  return { ...facts, action: `${facts.action}.undo`, before: after, after: before }
}
