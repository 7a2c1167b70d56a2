import type { Target } from './call.ts'
import type { GatewayError } from './errors.ts'
import type { AnswerEvent, Ending } from './events.ts'

/** How an answer ended. */
export type Outcome =
  | { readonly kind: 'finished'; readonly ending: Ending }
  | { readonly kind: 'failed'; readonly error: GatewayError }

/**
 * What a call resolves to once it is committed: from here on no other attempt can be made for it. A streaming call
 * commits with its first content, a unary one when the whole answer is there.
 */
export interface Answer {
  /** Who answers. */
  readonly target: Target
  /**
   * The pieces, one array for each network read. They just end, for whatever reason: `done` says which. Whoever holds
   * an answer must read them to the end or call the iterator's `return`, which cancels the attempt.
   */
  readonly events: AsyncIterable<readonly AnswerEvent[]>
  /** Never rejects. It settles after `events` has ended and everything that must be durable by then is. */
  readonly done: Promise<Outcome>
}

/** Waits for the end of an answer whose events have been read; throws its error. */
export async function endingOf(answer: Answer): Promise<Ending> {
  const outcome = await answer.done
  if (outcome.kind === 'failed') throw outcome.error
  return outcome.ending
}

/** The answer with something done between the end of its events and the settling of `done`. */
export function afterEnd(answer: Answer, action: (outcome: Outcome) => Promise<Outcome> | Outcome): Answer {
  return { target: answer.target, events: answer.events, done: answer.done.then(action) }
}
