import type { Answer, Outcome } from '../core/answer.ts'
import type { Call } from '../core/call.ts'
import { toGatewayError } from '../core/errors.ts'
import type { Next } from './middleware.ts'

/** The rest of the pipeline, with a note of how it ended; `note` is called exactly once, and must not throw. */
export async function noteEnd<C extends Call>(
  next: Next<C>,
  call: C,
  note: (outcome: Outcome) => void,
): Promise<Answer> {
  try {
    const answer = await next(call)
    answer.done.then(note)
    return answer
  } catch (thrown) {
    note({ kind: 'failed', error: toGatewayError(thrown) })
    throw thrown
  }
}
