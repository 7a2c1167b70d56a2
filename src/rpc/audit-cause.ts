import type { AuditCause } from '../core/audit.ts'
import type { Clock } from '../core/clock.ts'
import { completeContext } from './call-context.ts'
import type { RequestContext } from './handler.ts'

/** Who wants a change, and in which request. */
export function causeOf(action: string, context: RequestContext, clock: Clock): AuditCause {
  const { traceId } = completeContext(undefined, context, clock)
  return { action, principal: context.principal.id, traceId }
}
