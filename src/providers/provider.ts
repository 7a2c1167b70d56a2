import type { Embedding, TargetedCall } from '../core/call.ts'
import type { Ending, ProviderEvent } from '../core/events.ts'
import type { ModelLimits } from '../core/model-limits.ts'

/**
 * A configured account at a vendor. An adapter translates and reads; it does not retry, time out, count or record.
 */
export interface Provider {
  /** The configured name; followed by `/` and the endpoint's name where there are several. */
  readonly name: string
  /**
   * One attempt at `call.target`. Yields the answer's events, one array for each network read, and last an `ended` if
   * and only if the vendor's own terminal marker was seen. Throws a GatewayError; an abort of `call.signal` closes the
   * upstream connection at once and throws the signal's reason. Returning early from the iteration does the same.
   * Once `ended` was yielded, the next step of the iteration finishes by itself within bounded bytes and time, leaving
   * the connection reusable where it can. A call that is not streaming may be served by the vendor's unary interface: the events are then the same.
   */
  open(call: TargetedCall): AsyncIterable<readonly ProviderEvent[]>
  /** One attempt at vectors for texts, failing as `open` does. Absent: the vendor has none. */
  embed?(call: TargetedCall, embedding: Embedding): Promise<Ending>
  /** The vendor's own count of a call's input, failing as `open` does. Absent: the vendor has none. */
  countTokens?(call: TargetedCall): Promise<TokenCount>
  /** The models that the account can use. Absent: the vendor does not tell. */
  listModels?(signal: AbortSignal): Promise<readonly VendorModel[]>
  /** Closes its connections. */
  close(): Promise<void>
}

export interface TokenCount {
  readonly inputTokens: bigint
  readonly estimated: boolean
}

/** A model as its vendor tells of it. */
export interface VendorModel extends ModelLimits {
  /** The vendor's own name for it. */
  readonly name: string
}
