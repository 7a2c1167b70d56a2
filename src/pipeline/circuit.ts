import { toGatewayError } from '../core/errors.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { TargetMiddleware } from './middleware.ts'

/**
 * Leaves a failing target alone. The circuit hears how the attempt ended, which for a stream is long after its answer
 * was handed out.
 */
export function circuit(circuits: Circuits): TargetMiddleware {
  return async (call, next) => {
    const passage = circuits.admit(call.target)
    try {
      const answer = await next(call)
      if (call.streaming) passage.answering()
      answer.done.then(passage.ended)
      return answer
    } catch (thrown) {
      // Whoever asks next, such as a retry, is to know whether this failure opened it.
      await passage.ended({ kind: 'failed', error: toGatewayError(thrown) })
      throw thrown
    }
  }
}
