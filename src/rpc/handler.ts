import type { DescService } from '@bufbuild/protobuf'
import type { Protocol, RateLimitStanding, Target } from '../core/call.ts'
import type { GatewayError } from '../core/errors.ts'
import type { Principal } from '../core/principal.ts'

/** A header of a request, by its lower-case name. */
export type Header = (name: string) => string | undefined

/** What a handler may know of the request beside its message, the same at every door. */
export interface RequestContext {
  readonly principal: Principal
  /** Aborts when the caller cancels, goes away, stops reading for too long, or its deadline passes; the reason is a GatewayError. */
  readonly signal: AbortSignal
  /** When the caller wants an answer at the latest, epoch milliseconds; already bounded by the server's limit. */
  readonly deadline: number
  readonly header: Header
  /** The caller's `x-request-id`, or a new one; every response tells it. */
  readonly requestId: string
  readonly progress: RequestProgress
  /** How the door was spoken to; undefined: in a way that has no name. */
  readonly protocol?: Protocol | undefined
}

/** How far a request has come: its handler writes it, its door reads it. */
export interface RequestProgress {
  /** Whether the pipeline has it, which counts it and writes its line. Of what fails before, the door tells. */
  observed: boolean
  /** Who answers, as soon as that is known. */
  target: Target | undefined
  /** What the rate limit leaves that it is nearest to, as soon as that is known. */
  rateLimit: RateLimitStanding | undefined
}

export function newProgress(): RequestProgress {
  return { observed: false, target: undefined, rateLimit: undefined }
}

/** A request that ended with an error before the pipeline had it. */
export interface RefusedRequest {
  readonly error: GatewayError
  /** `/package.Service/Method`; empty: none that is offered. */
  readonly method: string
  readonly requestId: string
  readonly header: Header
}

export type UnaryHandler<Request, Response> = (request: Request, context: RequestContext) => Promise<Response>

/** Messages come in batches, one array for each read from the provider, so that one hop serves them all. */
export type StreamHandler<Request, Response> = (
  request: Request,
  context: RequestContext,
) => AsyncIterable<readonly Response[]>

/** A service of the contract with the handlers of its methods, by their `localName` in the descriptor. */
export interface ServiceHandlers {
  readonly desc: DescService
  // biome-ignore lint/suspicious/noExplicitAny: the doors look methods up by descriptor; each handler is typed where it is defined.
  readonly handlers: Readonly<Record<string, UnaryHandler<any, any> | StreamHandler<any, any>>>
}
