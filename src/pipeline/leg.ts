import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { Answer } from '../core/answer.ts'
import { type AttemptRecord, type Journal, newJournal, type Target, type TargetedCall } from '../core/call.ts'
import { GatewayError } from '../core/errors.ts'
import { estimateUsage } from '../core/usage-estimate.ts'
import type { Next } from './middleware.ts'

/**
 * The attempts at one target that run beside those at another one. They have a journal of their own, so that what the
 * loser notes does not mix with what the winner does, and can be ended by themselves.
 */
export class Leg {
  readonly target: Target
  /** Whether it was begun beside another one. */
  readonly hedged: boolean
  readonly journal: Journal = newJournal()
  readonly answer: Promise<Answer>
  readonly #call: TargetedCall
  #overtaken: readonly AttemptRecord[] | undefined
  readonly #abort = new AbortController()
  readonly #onCallAborted = () => this.#abort.abort(this.#call.signal.reason)

  constructor(call: TargetedCall, hedged: boolean, attempts: Next<TargetedCall>) {
    const { signal } = call
    this.target = call.target
    this.hedged = hedged
    this.#call = call
    if (signal.aborted) this.#onCallAborted()
    else signal.addEventListener('abort', this.#onCallAborted, { once: true })
    this.answer = attempts({ ...call, hedged, journal: this.journal, signal: this.#abort.signal })
    const release = () => signal.removeEventListener('abort', this.#onCallAborted)
    this.answer.then(({ done }) => done.then(release), release)
  }

  /**
   * Ends it, since another one answered first. What it asked is paid for even when nothing came back: at least the input
   * is counted, by estimate. An answer that came at the same moment is not used, and counts as cancelled too.
   */
  overtake(): void {
    const error = overtaken(this.target)
    this.#abort.abort(error)
    for (const attempt of this.journal.attempts) {
      if (attempt.state.kind !== 'failed') attempt.state = { kind: 'failed', error }
      if (attempt.state.error.reason === ErrorReason.CALL_CANCELLED) attempt.usage ??= this.#estimate()
    }
    this.#overtaken = [...this.journal.attempts]
  }

  /** Its attempts. One that it still begins after it was overtaken is cancelled before anything of it is sent, and left out. */
  get attempts(): readonly AttemptRecord[] {
    return this.#overtaken ?? this.journal.attempts
  }

  /** The attempt that committed, or that ended last. */
  get last(): AttemptRecord | undefined {
    return this.attempts.at(-1)
  }

  #estimate() {
    return estimateUsage(this.#call.request, 0)
  }
}

function overtaken({ provider, model }: Target): GatewayError {
  const message = 'The attempt was given up because another one answered first.'
  return new GatewayError(ErrorReason.CALL_CANCELLED, message, { metadata: { provider, model } })
}
