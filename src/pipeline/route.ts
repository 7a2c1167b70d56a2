import type { TargetedCall } from '../core/call.ts'
import { type GatewayError, toGatewayError } from '../core/errors.ts'
import type { Catalog } from '../routing/catalog.ts'
import type { Next } from './middleware.ts'

/**
 * Chooses the target, and the next one of the route when it fails before the answer began. When all fail, the first
 * one's error is told: it is the one that the operator meant to answer.
 */
export function route(catalog: Catalog, attempts: Next<TargetedCall>): Next {
  return async (call) => {
    const { targets, selection } = catalog.select(call.request.options)
    call.journal.selection = selection
    let first: GatewayError | undefined
    for (const target of targets) {
      try {
        return await attempts({ ...call, target })
      } catch (thrown) {
        const error = toGatewayError(thrown)
        if (call.signal.aborted) throw error
        first ??= error
        if (!error.policy.fallback) throw first
      }
    }
    throw first
  }
}
