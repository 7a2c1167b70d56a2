import type { TargetedCall } from '../core/call.ts'
import type { ProviderEvent } from '../core/events.ts'

/**
 * A configured account at a vendor. An adapter translates and reads; it does not retry, time out, count or record.
 */
export interface Provider {
  /** The configured name. */
  readonly name: string
  /**
   * One attempt at `call.target`. Yields the answer's events, one array for each network read, and last an `ended` if
   * and only if the vendor's own terminal marker was seen. Throws a GatewayError; an abort of `call.signal` closes the
   * upstream connection at once and throws the signal's reason. Returning early from the iteration does the same.
   * Once `ended` was yielded, the next step of the iteration finishes by itself within bounded bytes and time, leaving
   * the connection reusable where it can. A call that is not streaming may be served by the vendor's unary interface: the events are then the same.
   */
  open(call: TargetedCall): AsyncIterable<readonly ProviderEvent[]>
  /** Closes its connections. */
  close(): Promise<void>
}
