import type { ProviderEvent } from '../../core/events.ts'
import type { ServerSentEvent } from '../http/sse-parser.ts'

/**
 * Turns what the vendor sends of one answer into events. It does no input or output: it is fed, and its events are
 * taken after each network read.
 */
export interface AnswerReader {
  /** `finishing`: all but its last figures is there. `finished`: nothing more is wanted. */
  readonly progress: 'reading' | 'finishing' | 'finished'
  /** The next event of a stream. */
  event(event: ServerSentEvent): void
  /** The whole answer, when it comes as one JSON object. */
  whole(json: unknown): void
  /** The bytes have ended. What is not complete by now never will be. */
  end(): void
  take(): readonly ProviderEvent[]
}
