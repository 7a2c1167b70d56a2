import type { Authenticate } from '../../access/authenticate.ts'
import type { Clock } from '../../core/clock.ts'
import type { RefusedRequest, ServiceHandlers } from '../../rpc/handler.ts'
import type { Refusal } from '../../rpc/refusal.ts'
import type { Tls } from '../tls.ts'
import type { Endpoint } from './endpoints/endpoint.ts'
import type { Methods } from './endpoints/methods.ts'
import type { Metrics, Readiness } from './probes.ts'

/** Bounds on what a client can make the server hold, and for how long. Milliseconds and bytes. */
export interface WebLimits {
  /** Longest request message, after inflating. */
  readonly maxRequestBytes: number
  /** The deadline of calls that name none or a later one. */
  readonly maxCallMs: number
  /** How long a client may leave written bytes unread before its call is given up. */
  readonly writeStallMs: number
  /** For the TLS handshake, and again for the first bytes that tell HTTP/1.1 from HTTP/2. */
  readonly prefaceTimeoutMs: number
  /** For the headers of an HTTP/1.1 request. */
  readonly headersTimeoutMs: number
  /** For a whole HTTP/1.1 request, its body included. */
  readonly requestTimeoutMs: number
  /** A body may dawdle this long; from then on it must have come at `minBodyBytesPerSecond` all along. */
  readonly bodyGraceMs: number
  readonly minBodyBytesPerSecond: number
  /** How long an HTTP/1.1 connection is kept without a request. */
  readonly keepAliveMs: number
  /** How often an HTTP/2 client is asked whether it is still there, and how long it may take to say so. */
  readonly pingIntervalMs: number
  readonly pingTimeoutMs: number
}

/** Preface and headers together stay within 15 s, for connections that say nothing or say it slowly. */
export const defaultWebLimits: WebLimits = {
  maxRequestBytes: 16 * 1024 * 1024,
  maxCallMs: 600_000,
  writeStallMs: 30_000,
  prefaceTimeoutMs: 5_000,
  headersTimeoutMs: 9_000,
  requestTimeoutMs: 300_000,
  bodyGraceMs: 10_000,
  minBodyBytesPerSecond: 1024,
  keepAliveMs: 60_000,
  pingIntervalMs: 30_000,
  pingTimeoutMs: 10_000,
}

export interface WebDoorOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Unset: cleartext, HTTP/1.1 and HTTP/2 on one port. */
  readonly tls?: Tls | undefined
  readonly services: readonly ServiceHandlers[]
  /** What the port serves over plain HTTP beside the services, by means of their methods. Left out: nothing. */
  readonly endpoints?: ((methods: Methods) => readonly Endpoint[]) | undefined
  readonly authenticate: Authenticate
  /** Left out: all calls are taken. */
  readonly refusal?: Refusal | undefined
  /** Origins of pages that may call, exactly. Empty: pages served over http from loopback names. */
  readonly allowedOrigins: readonly string[]
  readonly ready: () => Readiness
  readonly metrics: () => Promise<Metrics>
  readonly clock: Clock
  /** Hears of faults that are the server's own; never of callers'. */
  readonly onError: (error: unknown) => void
  /** Hears of requests that ended with an error before the pipeline had them. Must not throw. */
  readonly onRefused?: ((refused: RefusedRequest) => void) | undefined
  readonly limits?: Partial<WebLimits> | undefined
}

/** The options with every limit filled in, as the door's parts take them. */
export type WebSettings = Omit<WebDoorOptions, 'limits'> & { readonly limits: WebLimits }
