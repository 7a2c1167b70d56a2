import type { Clock } from '../core/clock.ts'
import type { Secret } from '../core/secret.ts'
import type { Logger } from './log.ts'

/** A server that takes OTLP over HTTP. */
export interface OtlpServer {
  readonly url: string
  readonly headers: Readonly<Record<string, Secret>>
  readonly timeoutMs: number
}

/** Who tells. */
export interface Teller {
  readonly clock: Clock
  readonly logger: Logger
  readonly version: string
  /** What is told of the service. */
  readonly resource: Readonly<Record<string, string>>
  /** Cuts what is still being sent, so that a collector that does not answer cannot keep the process. */
  readonly signal: AbortSignal
}

/** The server as the exporters take it. Their connections end with the signal: Node's sockets listen to it. */
export function exporterOptions({ url, headers, timeoutMs }: OtlpServer, { signal }: Teller) {
  const revealed = Object.entries(headers).map(([name, value]): [string, string] => [name, value.reveal()])
  // The types of agents leave out what they only pass on to their sockets.
  const httpAgentOptions: object = { signal }
  return { url, headers: Object.fromEntries(revealed), timeoutMillis: timeoutMs, httpAgentOptions }
}
