import type { Answer } from '../core/answer.ts'
import type { Circuits } from '../resilience/circuits.ts'
import type { TargetMiddleware } from './middleware.ts'

/**
 * Leaves a failing target alone. The circuit hears how the attempt ended, which for a stream is long after its answer
 * was handed out.
 */
export function circuit(circuits: Circuits): TargetMiddleware {
  return (call, next) => {
    const answered = Promise.withResolvers<Answer>()
    circuits
      .of(call.target)
      .fire(async () => {
        const answer = await next(call)
        answered.resolve(answer)
        const outcome = await answer.done
        if (outcome.kind === 'failed') throw outcome.error
      })
      // After the answer was handed out this changes nothing: its end is told by `done`.
      .catch(answered.reject)
    return answered.promise
  }
}
