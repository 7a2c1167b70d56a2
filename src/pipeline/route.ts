import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Call, Target, TargetedCall } from '../core/call.ts'
import { type GatewayError, toGatewayError } from '../core/errors.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { Selected, Selector } from '../routing/selector.ts'
import type { Next } from './middleware.ts'

/**
 * Chooses the target, and the next one when it fails before the answer began. When all fail, the first one's error is
 * told: of all targets it was the one that was meant to answer, unless it was left alone. After one for which the prompt
 * was too long, only those are tried that are known to take more.
 */
export function route(selector: Selector, attempts: Next<TargetedCall>): Next {
  return async (call) => {
    const selected = selector.select(call)
    call.journal.selection = selected.selection
    let first: GatewayError | undefined
    let tooSmall = 0
    for (const target of selected.targets) {
      if (tooSmall > 0 && (selector.contextWindowOf(target) ?? 0) <= tooSmall) continue
      try {
        return await attempts({ ...call, target })
      } catch (thrown) {
        const error = toGatewayError(thrown)
        if (call.signal.aborted) throw error
        if (!first || first.reason === ErrorReason.CIRCUIT_OPEN) first = error
        if (!mayFallBack(error, selected)) throw first
        if (error.reason === ErrorReason.CONTEXT_LENGTH) tooSmall = Math.max(tooSmall, windowOf(target, call, selector))
      }
    }
    throw first
  }
}

function mayFallBack({ reason, policy }: GatewayError, { contentFilterFallback }: Selected): boolean {
  return policy.fallback || (contentFilterFallback && reason === ErrorReason.CONTENT_FILTER)
}

/** The window that the prompt did not fit into; where none is known, the prompt itself by estimate. */
function windowOf(target: Target, { request }: Call, selector: Selector): number {
  return selector.contextWindowOf(target) ?? Math.max(Number(estimateUsage(request, 0).inputTokens), 1)
}
