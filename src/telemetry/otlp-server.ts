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
}

/** The server as the exporters take it. */
export function exporterOptions({ url, headers, timeoutMs }: OtlpServer) {
  const revealed = Object.entries(headers).map(([name, value]) => [name, value.reveal()])
  return { url, headers: Object.fromEntries(revealed), timeoutMillis: timeoutMs }
}
