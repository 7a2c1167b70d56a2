/** What a client is made with, whichever protocol it speaks. */
export interface ClientOptions {
  /** A virtual key or a token, sent as `authorization: Bearer …`; a function is asked before each try. Empty or left out: none. */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined
  /** How long a call may take unless it says otherwise, milliseconds. Default ten minutes, as long as gateways allow unless they are set otherwise; none for `service`, whose streams may have no end. */
  readonly timeoutMs?: number | undefined
  /** How often a call is tried again when the gateway says that it helps. Default 2. */
  readonly maxRetries?: number | undefined
}

/** How a single call is made. */
export interface CallOptions {
  /** Cancels the call when it is aborted; the gateway then cancels it at the provider. */
  readonly signal?: AbortSignal | undefined
  /** How long the call may take, tries and waits included, milliseconds. */
  readonly timeoutMs?: number | undefined
  /** How often the call is tried again by this client. */
  readonly maxRetries?: number | undefined
  /** Sent along, such as `traceparent` or `x-request-id`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Told the headers of the answer, such as `x-gateway-provider`. */
  readonly onHeader?: ((headers: Headers) => void) | undefined
}
