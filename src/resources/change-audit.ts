import type { AuditFacts } from '../core/audit.ts'
import type { Change, Revision } from './change.ts'
import { kindOf, titleOf } from './overlay.ts'

/** What a change of the configuration leaves in the audit log: it concerns the whole service. `stored` is what it was so far. */
export function auditOf(change: Change, { before, json, part }: Revision, stored: string | undefined): AuditFacts {
  const { action, principal, traceId } = change
  const cause = { action, principal, traceId, tenant: '' }
  if (part) return { ...cause, resource: part.title, before: part.before, after: part.after }
  const told = (json: string | undefined) => (json === undefined ? undefined : (kindOf(change)?.told?.(json) ?? json))
  return { ...cause, resource: titleOf(change), before: told(stored ?? before), after: told(json) }
}

/** What taking it back leaves. */
export function undoneAudit({ before, after, ...facts }: AuditFacts): AuditFacts {
  return { ...facts, action: `${facts.action}.undo`, before: after, after: before }
}
