import type { TargetedCall } from '../core/call.ts'
import type { Selector } from '../routing/selector.ts'
import type { Hedging } from './hedging.ts'
import type { Next } from './middleware.ts'
import { Walk } from './walk.ts'

/**
 * Chooses the target, and the next one when it fails before the answer began. Where the route asks for it, the next one is
 * also asked beside a target that is slow. When all fail, the first one's error is told.
 */
export function route(selector: Selector, attempts: Next<TargetedCall>, hedging: Hedging): Next {
  return async (call) => {
    const selected = selector.select(call)
    call.journal.selection = selected.selection
    const walk = new Walk(call, selected, selector)
    for (let target = walk.take(); target; target = walk.take()) {
      if (selected.hedge) {
        const answer = await hedging.race({ ...call, target }, walk, selected.hedge)
        if (answer) return answer
        continue
      }
      try {
        return await attempts({ ...call, target })
      } catch (thrown) {
        walk.failed(target, thrown)
      }
    }
    throw walk.error
  }
}
