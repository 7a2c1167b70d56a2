import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../core/errors.ts'
import type { LedgerRow } from './ledger.ts'
import { matches } from './matches.ts'
import type { UsageFilter } from './reports.ts'

/** Each watch holds requests for a slow reader, so their number is bounded. */
const MAX_WATCHES = 100

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

  /** The rows of a request, all of them, that are durable by now. */
  tell(rows: readonly LedgerRow[]): void {
    if (this.#watches.size === 0) return
    for (const watch of this.#watches) watch.offer(rows)
  }

  /** The requests from now on whose last attempt passes. Whoever opens it closes it. Throws OVERLOADED. */
  watch(filter: Omit<UsageFilter, 'from' | 'to'>): RequestWatch {
    if (this.#watches.size >= MAX_WATCHES) {
      throw new GatewayError(ErrorReason.OVERLOADED, 'As many callers as can be are watching already. Try again later.')
    }
    const watch = new RequestWatch(filter, () => this.#watches.delete(watch))
    this.#watches.add(watch)
    return watch
  }
}

/** What one reader has not taken yet. */
export class RequestWatch {
  readonly #filter: Omit<UsageFilter, 'from' | 'to'>
  readonly close: () => void
  #requests: (readonly LedgerRow[])[] = []
  #dropped = 0
  #reader: PromiseWithResolvers<void> | undefined

  constructor(filter: Omit<UsageFilter, 'from' | 'to'>, close: () => void) {
    this.#filter = filter
    this.close = close
  }

  offer(rows: readonly LedgerRow[]): void {
    const last = rows.at(-1)
    if (!last || !matches(last, this.#filter)) return
    if (this.#requests.length < MAX_WAITING) this.#requests.push(rows)
    else this.#dropped += 1
    this.#reader?.resolve()
  }

  /** Waits until there is something. Rejects with the signal's reason. One reader asks at a time. */
  async take(signal: AbortSignal): Promise<WatchedRequests> {
    if (this.#requests.length === 0) await this.#something(signal)
    signal.throwIfAborted()
    const taken = { requests: this.#requests, dropped: this.#dropped }
    this.#requests = []
    this.#dropped = 0
    return taken
  }

  async #something(signal: AbortSignal): Promise<void> {
    this.#reader = Promise.withResolvers()
    const wake = this.#reader.resolve
    signal.addEventListener('abort', wake as () => void, { once: true })
    if (signal.aborted) wake()
    await this.#reader.promise
    signal.removeEventListener('abort', wake as () => void)
    this.#reader = undefined
  }
}
