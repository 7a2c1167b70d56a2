import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { TimeSpan } from '../core/calendar.ts'
import { GatewayError } from '../core/errors.ts'
import type { LedgerRow } from './ledger.ts'
import { matches } from './matches.ts'
import type { UsageFilter } from './reports.ts'

/** Each watch holds requests for a slow reader, so their number is bounded, and that of one caller's. */
const MAX_WATCHES = 200
const MAX_WATCHES_EACH = 20

/** How many requests wait for a reader, at most. */
const MAX_WAITING = 1000

/** What happened since the reader came last: first the requests, then those for which there was no room. */
export interface WatchedRequests {
  /** Each with all of its rows. */
  readonly requests: readonly (readonly LedgerRow[])[]
  readonly dropped: number
}

/** Tells of requests as they are recorded in this process. While nobody watches it costs nothing. */
export class RequestFeed {
  readonly #watches = new Set<RequestWatch>()
  #closed = false

  /** The rows of a request, all of them, that are durable by now. */
  tell(rows: readonly LedgerRow[]): void {
    if (this.#watches.size === 0) return
    for (const watch of this.#watches) watch.offer(rows)
  }

  /**
   * The requests from now on whose last attempt passes, for the caller of that name. Whoever opens it closes it. Throws
   * OVERLOADED, SHUTTING_DOWN.
   */
  watch(filter: Omit<UsageFilter, keyof TimeSpan>, caller: string): RequestWatch {
    if (this.#closed) throw ending()
    const own = [...this.#watches].filter((other) => other.caller === caller)
    if (this.#watches.size >= MAX_WATCHES || own.length >= MAX_WATCHES_EACH) {
      throw new GatewayError(ErrorReason.OVERLOADED, 'As many as can be are watching already. Try again later.')
    }
    const watch = new RequestWatch(filter, caller, () => this.#watches.delete(watch))
    this.#watches.add(watch)
    return watch
  }

  /** Ends all watches: they have no end of their own, which a process that stops would wait for. */
  close(): void {
    this.#closed = true
    for (const watch of this.#watches) watch.end()
  }
}

/** What one reader has not taken yet. */
export class RequestWatch {
  readonly caller: string
  readonly close: () => void
  readonly #filter: Omit<UsageFilter, keyof TimeSpan>
  #requests: (readonly LedgerRow[])[] = []
  #dropped = 0
  #ended = false
  #reader: PromiseWithResolvers<void> | undefined

  constructor(filter: Omit<UsageFilter, keyof TimeSpan>, caller: string, close: () => void) {
    this.#filter = filter
    this.caller = caller
    this.close = close
  }

  offer(rows: readonly LedgerRow[]): void {
    const last = rows.at(-1)
    if (!last || !matches(last, this.#filter)) return
    if (this.#requests.length < MAX_WAITING) this.#requests.push(rows)
    else this.#dropped += 1
    this.#reader?.resolve()
  }

  /** What waits can still be taken. */
  end(): void {
    this.#ended = true
    this.#reader?.resolve()
  }

  /** Waits until there is something. Rejects with the signal's reason, or with SHUTTING_DOWN. One reader asks at a time. */
  async take(signal: AbortSignal): Promise<WatchedRequests> {
    if (this.#requests.length === 0 && !this.#ended) await this.#something(signal)
    signal.throwIfAborted()
    if (this.#requests.length === 0) throw ending()
    const taken = { requests: this.#requests, dropped: this.#dropped }
    this.#requests = []
    this.#dropped = 0
    return taken
  }

  async #something(signal: AbortSignal): Promise<void> {
    this.#reader = Promise.withResolvers()
    const wake = () => this.#reader?.resolve()
    signal.addEventListener('abort', wake, { once: true })
    if (signal.aborted) wake()
    await this.#reader.promise
    signal.removeEventListener('abort', wake)
    this.#reader = undefined
  }
}

function ending(): GatewayError {
  return new GatewayError(ErrorReason.SHUTTING_DOWN, 'The service is stopping. Watch again, at another replica.')
}
