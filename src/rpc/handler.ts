import type { DescService } from '@bufbuild/protobuf'
import type { Principal } from '../core/principal.ts'

/** What a handler may know of the request beside its message, the same at every door. */
export interface RequestContext {
  readonly principal: Principal
  /** Aborts when the caller cancels, goes away, stops reading for too long, or its deadline passes; the reason is a GatewayError. */
  readonly signal: AbortSignal
  /** When the caller wants an answer at the latest, epoch milliseconds; already bounded by the server's limit. */
  readonly deadline: number
  /** A header of the request, by its lower-case name. */
  header(name: string): string | undefined
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
