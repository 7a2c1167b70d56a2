import type { Clock } from '../core/clock.ts'
import type { QuotaCause } from '../resources/quota-resources.ts'
import { causeOf } from './audit-cause.ts'
import type { RequestContext } from './handler.ts'

/** Who wants a change of a budget or rate limit. */
export function quotaCauseOf(action: string, context: RequestContext, clock: Clock): Omit<QuotaCause, 'validateOnly'> {
  return { principal: context.principal, audit: causeOf(action, context, clock) }
}
