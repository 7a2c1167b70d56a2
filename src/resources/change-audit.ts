import type { AuditFacts } from '../core/audit.ts'
import type { Change } from './change.ts'
import { titleOf } from './overlay.ts'

/** What a change of the configuration leaves in the audit log: it concerns the whole service. */
export function auditOf(change: Change, before: string | undefined, after: string | undefined): AuditFacts {
  const { action, principal, traceId } = change
  return { action, principal, traceId, tenant: '', resource: titleOf(change), before, after }
}

/** What taking it back leaves. */
export function undoneAudit({ before, after, ...facts }: AuditFacts): AuditFacts {
  return { ...facts, action: `${facts.action}.undo`, before: after, after: before }
}
